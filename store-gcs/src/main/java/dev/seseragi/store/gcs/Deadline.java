package dev.seseragi.store.gcs;

import java.time.Duration;

/** Until when something may take, by the monotonic clock. */
record Deadline(long atNanos) {
  /** For streams that their reader takes as long with as he likes: some 50 years. */
  private static final Duration FAR = Duration.ofDays(18_000);

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  static Deadline none() {
    return in(FAR);
  }

  /** Zero or less once it has passed. */
  long remainingNanos() {
    return atNanos - System.nanoTime();
  }

  boolean hasPassed() {
    return remainingNanos() <= 0;
  }

  Deadline orSooner(Deadline other) {
    return remainingNanos() <= other.remainingNanos() ? this : other;
  }
}
