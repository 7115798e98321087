package dev.seseragi.engine.capture;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where snapshots are asked for and handed out, one after the other: each to the one who asked,
 * once the batch that ends at its position is in the store. Safe for use by many threads.
 */
final class SnapshotDesk {
  // Guarded by this. One for each thread that waits: housekeeping, a proof, a caller.
  private final Deque<CompletableFuture<Optional<Snapshot>>> requests = new ArrayDeque<>();

  /** Of the first request. Guarded by this, as is the number of the batch that it waits for. */
  private @Nullable Snapshot opened;

  private long batch;

  /** Asks for a snapshot; empty if there is no database just now. */
  synchronized CompletableFuture<Optional<Snapshot>> ask() {
    var request = new CompletableFuture<Optional<Snapshot>>();
    requests.addLast(request);
    return request;
  }

  /** Whether a snapshot is to be opened. */
  synchronized boolean isAsked() {
    return !requests.isEmpty() && opened == null;
  }

  /** A snapshot was opened; it holds what is in the store with batch {@code number}. */
  void open(Snapshot snapshot, long number) throws IOException {
    synchronized (this) {
      if (!requests.isEmpty()) {
        opened = snapshot;
        batch = number;
        return;
      }
    }
    // Withdrawn meanwhile.
    snapshot.close();
  }

  /** Batches up to {@code number} are in the store. */
  void settled(long number) throws IOException {
    CompletableFuture<Optional<Snapshot>> fulfilled;
    Snapshot snapshot;
    synchronized (this) {
      if (opened == null || number < batch) {
        return;
      }
      fulfilled = requests.removeFirst();
      snapshot = opened;
      opened = null;
    }
    if (!fulfilled.complete(Optional.of(snapshot))) {
      snapshot.close();
    }
  }

  /** Who asked does not wait any more; what was opened, or handed out, for it is closed. */
  @SuppressWarnings("ReferenceEquality") // A request is the future that was returned, and no other.
  void withdraw(CompletableFuture<Optional<Snapshot>> request) throws IOException {
    Snapshot useless = null;
    synchronized (this) {
      if (request == requests.peekFirst()) {
        useless = opened;
        opened = null;
      }
      requests.removeIf(other -> other == request);
    }
    if (useless != null) {
      useless.close();
    }
    if (!request.cancel(false) && !request.isCompletedExceptionally()) {
      Optional<Snapshot> given = request.join();
      if (given.isPresent()) {
        given.get().close();
      }
    }
  }

  /** The database is gone, or capture is: there is nothing to hand out. */
  void refuse() throws IOException {
    abandon();
    Deque<CompletableFuture<Optional<Snapshot>>> refused;
    synchronized (this) {
      refused = new ArrayDeque<>(requests);
      requests.clear();
    }
    refused.forEach(request -> request.complete(Optional.empty()));
  }

  /** The session ends: what it opened can't be used, the requests stay. */
  void abandon() throws IOException {
    Snapshot useless;
    synchronized (this) {
      useless = opened;
      opened = null;
    }
    if (useless != null) {
      useless.close();
    }
  }
}
