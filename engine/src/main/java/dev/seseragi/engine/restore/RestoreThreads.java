package dev.seseragi.engine.restore;

import java.util.concurrent.ThreadFactory;

/**
 * The threads of a restore.
 *
 * @param waiting makes threads that wait for the store
 * @param computing makes threads that decompress and verify
 * @param computingCount how many of the latter, 1 or more
 */
public record RestoreThreads(ThreadFactory waiting, ThreadFactory computing, int computingCount) {

  /** Checks the count. */
  public RestoreThreads {
    if (computingCount < 1) {
      throw new IllegalArgumentException(
          "a restore needs a computing thread, found " + computingCount);
    }
  }

  /** Virtual threads to wait; a platform thread for each processor to compute. */
  public static RestoreThreads ofSystem() {
    return new RestoreThreads(
        Thread.ofVirtual().name("restore-read-", 0).factory(),
        Thread.ofPlatform().daemon().name("restore-decode-", 0).factory(),
        Runtime.getRuntime().availableProcessors());
  }
}
