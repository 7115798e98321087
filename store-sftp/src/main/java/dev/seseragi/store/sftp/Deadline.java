package dev.seseragi.store.sftp;

import java.time.Duration;

/**
 * The moment at which a call gives up.
 *
 * @param endNanos by {@link System#nanoTime}
 */
record Deadline(long endNanos) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** How long until then; 0 or less once it has passed. */
  long leftNanos() {
    return endNanos - System.nanoTime();
  }

  boolean hasPassed() {
    return leftNanos() <= 0;
  }
}
