package dev.seseragi.engine.compact;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One of the things that a housekeeper does, with its own schedule and its own failures. */
final class Task {
  /** What is done. */
  @FunctionalInterface
  interface Action {
    Result run() throws IOException;
  }

  /** How it went, if nothing failed. */
  sealed interface Result {
    record Done() implements Result {}

    /** What is needed is not there yet. */
    record NotYet() implements Result {}

    /** The replica is not as it was remembered, and must be listed. */
    record Surprise(String problem) implements Result {}
  }

  /** How often the replica may differ from what was expected before that counts as a failure. */
  private static final int TOLERATED_SURPRISES = 1;

  private final HousekeepingListener.Step step;
  private final String name;
  private final Function<Instant, Optional<Instant>> dueAt;
  private final Action action;
  private final Backoff backoff = new Backoff();
  private int surprises;
  private boolean isFailing;

  /**
   * Something to do.
   *
   * @param name what is done, for messages: "cannot NAME"
   * @param dueAt when it is due, seen from now
   */
  Task(
      HousekeepingListener.Step step,
      String name,
      Function<Instant, Optional<Instant>> dueAt,
      Action action) {
    this.step = step;
    this.name = name;
    this.dueAt = dueAt;
    this.action = action;
  }

  /** When it is to be done; empty if there is nothing to do. */
  Optional<Instant> nextAt(Instant now) {
    Instant notBefore = backoff.notBefore(now);
    return dueAt.apply(now).map(at -> at.isAfter(notBefore) ? at : notBefore);
  }

  Result run() throws IOException {
    return action.run();
  }

  void succeeded(HousekeepingListener listener) {
    backoff.succeeded();
    surprises = 0;
    if (isFailing) {
      isFailing = false;
      listener.recovered(step);
    }
  }

  /** Waits without a report. */
  void postpone(Instant now) {
    backoff.failed(now);
  }

  /** Waits; a report is made only of surprises that follow each other. */
  void surprised(Instant now, String problem, HousekeepingListener listener) {
    surprises++;
    if (surprises > TOLERATED_SURPRISES) {
      failed(now, problem, listener);
    } else {
      backoff.failed(now);
    }
  }

  void failed(Instant now, String problem, HousekeepingListener listener) {
    backoff.failed(now);
    if (!isFailing) {
      isFailing = true;
      listener.failing(step, "cannot " + name + ": " + problem);
    }
  }
}
