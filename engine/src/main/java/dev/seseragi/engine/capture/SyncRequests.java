package dev.seseragi.engine.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Those who wait until everything that is committed by now is in the store.
 *
 * <p>A request is answered by the first batch that was completed after the request was seen and the
 * boundary read; the shipper counts batches. Safe for use by many threads.
 */
final class SyncRequests {
  private final List<CompletableFuture<Void>> incoming = new ArrayList<>();
  private final List<CompletableFuture<Void>> seen = new ArrayList<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  /** A request, and the batch with which it is fulfilled. */
  private record Waiting(CompletableFuture<Void> request, long batch) {}

  synchronized CompletableFuture<Void> ask() {
    CompletableFuture<Void> request = new CompletableFuture<>();
    incoming.add(request);
    return request;
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
    for (CompletableFuture<Void> request : seen) {
      waiting.add(new Waiting(request, batch));
    }
    seen.clear();
  }

  /** Batches up to {@code batch} are in the store. */
  synchronized void settled(long batch) {
    while (!waiting.isEmpty() && waiting.peek().batch() <= batch) {
      waiting.remove().request().complete(null);
    }
  }

  /** A comparison found that the store has everything that was committed when it began. */
  synchronized void settledAll() {
    captured(Long.MAX_VALUE);
    settled(Long.MAX_VALUE);
  }

  /** Whether there are requests that wait for the next boundary. */
  synchronized boolean isSeen() {
    return !seen.isEmpty();
  }

  /** Whether anybody waits. */
  synchronized boolean isUrgent() {
    return !waiting.isEmpty() || !seen.isEmpty() || !incoming.isEmpty();
  }

  /** Nothing will be shipped any more. */
  synchronized void fail(RuntimeException reason) {
    see();
    captured(Long.MAX_VALUE);
    waiting.forEach(entry -> entry.request().completeExceptionally(reason));
    waiting.clear();
  }
}
