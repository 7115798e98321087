package dev.seseragi.engine.restore;

/** Adds up what has been read. Not thread-safe. */
final class Progress {
  private final RestoreListener listener;
  private final long totalBytes;
  private long doneBytes;

  Progress(RestoreListener listener, RestorePlan plan) {
    this.listener = listener;
    this.totalBytes = plan.totalBytes();
  }

  /** Tells that so many bytes more of the plan's objects have been read. */
  void add(long bytes) {
    doneBytes += bytes;
    listener.progress(doneBytes, totalBytes);
  }

  /** Tells that objects which end so many bytes into the plan have been read. */
  void reach(long bytes) {
    if (bytes > doneBytes) {
      add(bytes - doneBytes);
    }
  }
}
