package dev.seseragi.cli.replicate;

import java.time.Duration;

/**
 * A moment up to which something may take, by the monotonic clock.
 *
 * @param nanos as {@link System#nanoTime()} counts
 */
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** The moment that much earlier. */
  Deadline minus(Duration time) {
    return new Deadline(nanos - time.toNanos());
  }

  /** How long it is until then; not negative. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }
}
