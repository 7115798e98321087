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
   * waits for them as long as one comes after the other, but for no more than this part of what the
   * last batch took, and no longer than the bound. With 64 clients and a store 100 ms away every
   * batch then carries 64 commits, instead of 32 and 32 in turn, who all wait for two batches.
   */
  private static final long GATHER_PART = 4;

  private static final long LONGEST_GATHER_NANOS = 25_000_000;

  /** After so long without a new one it is not waited for others: a part of the last batch, too. */
  private static final long GAP_PART = 8;

  private static final long SHORTEST_GAP_NANOS = 1_000_000;
  private static final long LONGEST_GAP_NANOS = 8_000_000;

  /**
   * Who waits with a deadline gives up without a word. When there are so many requests, and twice
   * as many as stayed the last time, those are forgotten: an outage may last, and others will come.
   */
  private static final int LEAST_TO_TIDY = 1_024;

  private final List<Request> incoming = new ArrayList<>();
  private final List<Request> seen = new ArrayList<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable RuntimeException failure;
  private int urgent;
  private int tidyAt = LEAST_TO_TIDY;

  /** The last batch that was settled, when, and how many may be waiting soon because of that. */
  private long lastBatch;

  private int expected;
  private long lastBatchNanos = System.nanoTime();
  private long lastAskNanos = lastBatchNanos;

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
    if (count() >= tidyAt) {
      tidy();
    }
    Request request = new Request(new CompletableFuture<>(), isUrgent);
    incoming.add(request);
    if (isUrgent) {
      urgent++;
      lastAskNanos = System.nanoTime();
    }
    return request.answer();
  }

  /** How many are remembered, those who have given up since included. */
  synchronized int count() {
    return incoming.size() + seen.size() + waiting.size();
  }

  private synchronized void tidy() {
    incoming.removeIf(this::isGivenUp);
    seen.removeIf(this::isGivenUp);
    waiting.removeIf(one -> isGivenUp(one.request()));
    tidyAt = Math.max(LEAST_TO_TIDY, 2 * count());
  }

  private synchronized boolean isGivenUp(Request request) {
    boolean isGivenUp = request.answer().isDone();
    urgent -= isGivenUp && request.isUrgent() ? 1 : 0;
    return isGivenUp;
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
      if (batch > lastBatch) {
        lastBatch = batch;
        lastBatchNanos = System.nanoTime();
        // Who is answered now will be back, and who came while the batch was under way is here.
        expected = urgent;
      }
      answered = take(batch);
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
   * How long the next batch is held back for those who were just answered; 0 or less: not at all.
   *
   * @param batchNanos what the last batch took
   */
  synchronized long nanosToGather(long batchNanos) {
    if (urgent >= expected) {
      return 0;
    }
    long now = System.nanoTime();
    long window = Math.min(LONGEST_GATHER_NANOS, batchNanos / GATHER_PART);
    long gap = Math.clamp(batchNanos / GAP_PART, SHORTEST_GAP_NANOS, LONGEST_GAP_NANOS);
    // The first one needs a moment to come back.
    long last = Math.max(lastAskNanos, lastBatchNanos + gap);
    return Math.min(lastBatchNanos + window - now, last + gap - now);
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
