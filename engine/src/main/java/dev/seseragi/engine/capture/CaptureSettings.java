package dev.seseragi.engine.capture;

import java.time.Duration;

/**
 * The constants of capture, with the values that were found best by measuring (docs/capture.md).
 *
 * @param turnBytes from how many bytes of WAL on its restart is brought about
 * @param stepFrames after how many captured frames the pin moves and a part is checkpointed
 * @param spoolMemoryBytes how many bytes of captured pages wait in memory; more go to a file
 * @param inodeLook how often the path is asked whether it still leads to the same file
 * @param idleLook how often an idle database is looked at although nobody has said that something
 *     was committed
 * @param isSignalled whether whoever commits says so by {@link Capture#signal} or by waiting; then
 *     the files are not watched, whose events cost more than the look they lead to
 */
public record CaptureSettings(
    long turnBytes,
    int stepFrames,
    int spoolMemoryBytes,
    Duration inodeLook,
    Duration idleLook,
    boolean isSignalled) {

  /** 48 MiB of WAL, steps of 1,000 frames, 1 MiB of pages in memory, looks at 20 ms and 5 s. */
  public static CaptureSettings defaults() {
    return new CaptureSettings(
        48L << 20, 1000, 1 << 20, Duration.ofMillis(20), Duration.ofSeconds(5), false);
  }

  /**
   * The same for a process that commits through connections of its own. What others commit is
   * noticed with the next commit, or after 1 s.
   */
  public CaptureSettings signalled() {
    return new CaptureSettings(
        turnBytes, stepFrames, spoolMemoryBytes, inodeLook, Duration.ofSeconds(1), true);
  }

  /** Checks the ranges. */
  public CaptureSettings {
    if (turnBytes < 1 << 20 || stepFrames < 1 || spoolMemoryBytes < 0) {
      throw new IllegalArgumentException(
          "capture needs turnBytes >= 1 MiB, stepFrames >= 1, spoolMemoryBytes >= 0; found %d, %d, %d"
              .formatted(turnBytes, stepFrames, spoolMemoryBytes));
    }
  }
}
