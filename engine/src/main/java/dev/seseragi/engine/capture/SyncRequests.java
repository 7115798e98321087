package dev.seseragi.engine.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait until everything that is committed by now is in the store.
 *
 * <p>A request is answered by the first batch that was completed after the request was seen and the
 * boundary read; the shipper counts batches. Safe for use by many threads.
 */
final class SyncRequests {
  /**
   * Those who were answered together will commit again together, some moments apart. The next batch
   * waits for them, but for no more than this part of what the last one took, and no longer than
   * the bound: with 64 clients and a store 100 ms away every batch carries 64 commits instead of 1
   * and 63 in turn.
   */
  private static final long GATHER_PART = 12;

  private static final long LONGEST_GATHER_NANOS = 5_000_000;

  private final List<Request> incoming = new ArrayList<>();
  private final List<Request> seen = new ArrayList<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable RuntimeException failure;
  private int urgent;

  /** The last batch that answered somebody, how many that hurried, and when. */
  private long lastBatch;

  private int lastAnswered;
  private long lastNanos = System.nanoTime();

  /**
   * A request.
   *
   * @param isUrgent whether a batch is made for it at once, or it goes with the next one
   */
  private record Request(CompletableFuture<Void> answer, boolean isUrgent) {}

  /** A request, and the batch with which it is fulfilled. */
  private record Waiting(Request request, long batch) {}

  synchronized CompletableFuture<Void> ask(boolean isUrgent) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    Request request = new Request(new CompletableFuture<>(), isUrgent);
    incoming.add(request);
    urgent += isUrgent ? 1 : 0;
    return request.answer();
  }

  /** Before a boundary is read: what was asked until now is covered by it. */
  synchronized void see() {
    seen.addAll(incoming);
    incoming.clear();
  }

  /**
   * Everything up to the boundary is captured: it will be in the store with batch {@code batch}.
   */
  synchronized void captured(long batch) {
    for (Request request : seen) {
      waiting.add(new Waiting(request, batch));
    }
    seen.clear();
  }

  /** Batches up to {@code batch} are in the store. */
  void settled(long batch) {
    List<Request> answered;
    synchronized (this) {
      answered = take(batch);
      int hurried = (int) answered.stream().filter(Request::isUrgent).count();
      if (batch > lastBatch) {
        lastBatch = batch;
        lastAnswered = 0;
        lastNanos = System.nanoTime();
      }
      lastAnswered += hurried;
    }
    answered.forEach(request -> request.answer().complete(null));
  }

  /** A comparison found that the store has everything that was committed when it began. */
  void settledAll() {
    List<Request> answered;
    synchronized (this) {
      captured(Long.MAX_VALUE);
      answered = take(Long.MAX_VALUE);
    }
    answered.forEach(request -> request.answer().complete(null));
  }

  /** Whether there are requests that wait for the next boundary. */
  synchronized boolean isSeen() {
    return !seen.isEmpty();
  }

  /** Whether anybody waits. */
  synchronized boolean isAnybody() {
    return !waiting.isEmpty() || !seen.isEmpty() || !incoming.isEmpty();
  }

  /** Whether anybody waits who is in a hurry. */
  synchronized boolean isUrgent() {
    return urgent > 0;
  }

  /**
   * How long the next batch is held back for those who were answered last; 0 or less: not at all.
   *
   * @param lastBatchNanos what the last batch took
   */
  synchronized long nanosToGather(long lastBatchNanos) {
    if (urgent >= lastAnswered) {
      return 0;
    }
    long window = Math.min(LONGEST_GATHER_NANOS, lastBatchNanos / GATHER_PART);
    return lastNanos + window - System.nanoTime();
  }

  /** Nothing will be shipped any more: neither what was asked nor what will be. */
  void fail(RuntimeException reason) {
    List<Request> failed;
    synchronized (this) {
      failure = reason;
      see();
      captured(Long.MAX_VALUE);
      failed = take(Long.MAX_VALUE);
    }
    failed.forEach(request -> request.answer().completeExceptionally(reason));
  }

  /** Removes what a batch answers. Answers are given without the lock: they run others' code. */
  private List<Request> take(long batch) {
    List<Request> taken = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.peek().batch() <= batch) {
      Request request = waiting.remove().request();
      urgent -= request.isUrgent() ? 1 : 0;
      taken.add(request);
    }
    return taken;
  }
}
