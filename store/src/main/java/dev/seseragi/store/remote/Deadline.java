package dev.seseragi.store.remote;

import java.time.Duration;

/**
 * The moment at which a call gives up.
 *
 * @param endNanos by {@link System#nanoTime}
 */
public record Deadline(long endNanos) {
  /** For streams that their reader takes as long with as he likes: some 50 years. */
  private static final Duration FAR = Duration.ofDays(18_000);

  /** The moment that is so far from now. */
  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** A moment that nobody lives to see. */
  public static Deadline never() {
    return in(FAR);
  }

  /** How long until then; 0 or less once it has passed. */
  public long leftNanos() {
    return endNanos - System.nanoTime();
  }

  /** Whether it has come. */
  public boolean hasPassed() {
    return leftNanos() <= 0;
  }

  /** The earlier of the two. */
  public Deadline orSooner(Deadline other) {
    return endNanos - other.endNanos <= 0 ? this : other;
  }
}
