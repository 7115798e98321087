package dev.seseragi.engine.capture;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where a snapshot is asked for and handed out: at most one at a time. It is handed out once the
 * batch that ends at its position is in the store. Safe for use by many threads.
 */
final class SnapshotDesk {
  // Guarded by this.
  private @Nullable CompletableFuture<Optional<Snapshot>> request;
  private @Nullable Snapshot opened;
  private long batch;

  /** Asks for a snapshot; empty if there is no database just now. */
  synchronized CompletableFuture<Optional<Snapshot>> ask() {
    if (request == null) {
      request = new CompletableFuture<>();
    }
    return request;
  }

  /** Whether a snapshot is to be opened. */
  synchronized boolean isAsked() {
    return request != null && opened == null;
  }

  /** A snapshot was opened; it holds what is in the store with batch {@code number}. */
  synchronized void open(Snapshot snapshot, long number) {
    opened = snapshot;
    batch = number;
  }

  /** Batches up to {@code number} are in the store. */
  void settled(long number) throws IOException {
    CompletableFuture<Optional<Snapshot>> fulfilled;
    Snapshot snapshot;
    synchronized (this) {
      if (opened == null || number < batch) {
        return;
      }
      fulfilled = request;
      snapshot = opened;
      request = null;
      opened = null;
    }
    if (fulfilled == null || !fulfilled.complete(Optional.of(snapshot))) {
      snapshot.close();
    }
  }

  /** The database is gone, or capture is: there is nothing to hand out. */
  void refuse() throws IOException {
    abandon();
    CompletableFuture<Optional<Snapshot>> refused;
    synchronized (this) {
      refused = request;
      request = null;
    }
    if (refused != null) {
      refused.complete(Optional.empty());
    }
  }

  /** The session ends: what it opened can't be used, the request stays. */
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
