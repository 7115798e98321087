package dev.seseragi.engine.ship;

import java.util.random.RandomGenerator;

/**
 * How long to wait before asking a store again: doubling from 100 ms to 5 s, with full jitter
 * ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private final RandomGenerator random;
  private long boundMillis = FIRST_MILLIS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The next wait, 1 … bound milliseconds. */
  long nextMillis() {
    long wait = 1 + random.nextLong(boundMillis);
    boundMillis = Math.min(2 * boundMillis, LONGEST_MILLIS);
    return wait;
  }
}
