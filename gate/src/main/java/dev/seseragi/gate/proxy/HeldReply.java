package dev.seseragi.gate.proxy;

import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.Verdict;
import java.util.ArrayDeque;

/**
 * What the child has replied and may not leave yet. One question to the gate is under way at a
 * time; it speaks for everything that had come when it was asked. On one event loop.
 */
final class HeldReply {
  private final TurnQuestions questions;
  private final GateRequest request;
  private final HeldBytes all;
  private final Outlet outlet;
  private final ArrayDeque<Part> parts = new ArrayDeque<>();
  private long bytes;
  private boolean isAsking;
  private boolean isDropped;

  /** Where it goes. */
  interface Outlet {
    /** This part may leave. */
    void leave(Part part);

    /** Those that may leave have been handed over. */
    void flush();

    /** Nothing of what is held may leave; it has been dropped. */
    void refuse(Verdict.Shut verdict);
  }

  HeldReply(TurnQuestions questions, GateRequest request, HeldBytes all, Outlet outlet) {
    this.questions = questions;
    this.request = request;
    this.all = all;
    this.outlet = outlet;
  }

  void add(Part part) {
    if (isDropped) {
      part.release();
      return;
    }
    parts.add(part);
    bytes += part.sizeBytes();
    all.add(part.sizeBytes());
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  boolean hasRoom() {
    return all.hasRoom(bytes);
  }

  /** Asks about what has come, unless it is being asked: then that is done afterwards. */
  void ask() {
    if (!isAsking && !parts.isEmpty()) {
      isAsking = true;
      int count = parts.size();
      questions.ask(request, verdict -> answered(verdict, count));
    }
  }

  private void answered(Verdict verdict, int count) {
    isAsking = false;
    if (!isDropped) {
      apply(verdict, count);
      ask();
    }
  }

  private void apply(Verdict verdict, int count) {
    switch (verdict) {
      case Verdict.Open _, Verdict.Waived _ -> {
        for (int i = 0; i < count && !parts.isEmpty(); i++) {
          Part part = parts.remove();
          discount(part);
          outlet.leave(part);
        }
        outlet.flush();
      }
      case Verdict.Shut shut -> {
        drop();
        outlet.refuse(shut);
      }
    }
  }

  /** Forgets what is held and what will come. */
  void drop() {
    isDropped = true;
    while (!parts.isEmpty()) {
      Part part = parts.remove();
      discount(part);
      part.release();
    }
  }

  private void discount(Part part) {
    bytes -= part.sizeBytes();
    all.add(-part.sizeBytes());
  }
}
