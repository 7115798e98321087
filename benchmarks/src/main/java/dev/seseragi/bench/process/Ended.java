package dev.seseragi.bench.process;

import java.time.Duration;

/**
 * How a process ended.
 *
 * @param exitCode 128 + the signal's number if a signal ended it
 * @param duration from the start, or from the request to end
 * @param usage shortly before the end
 * @param output its last lines
 */
public record Ended(int exitCode, Duration duration, Usage usage, String output) {
  /** The duration in seconds. */
  public double seconds() {
    return duration.toNanos() / 1e9;
  }

  /** This, if the exit code is 0. */
  public Ended orFail(String what) {
    if (exitCode != 0) {
      throw new IllegalStateException(
          "%s ended with %d: %s".formatted(what, exitCode, output.strip()));
    }
    return this;
  }
}
