package dev.seseragi.store.remote;

import dev.seseragi.store.RemoteLimits;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Whether a failed attempt is followed by another, and the pause between the two: drawn from zero
 * up to a bound that doubles from attempt to attempt ("full jitter", so that clients that failed
 * together do not come back together). For all calls of one store; safe for use by many threads.
 */
public final class Pauses {
  private static final long FIRST_BOUND_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LONGEST_BOUND_NANOS = Duration.ofSeconds(5).toNanos();

  /** Beyond it the longest bound has long been reached. */
  private static final int MAX_DOUBLINGS = 16;

  private final int attempts;
  private final RandomGenerator random;
  private final CountDownLatch closed;

  /**
   * Pauses of one store.
   *
   * @param closed ends them when it is open
   */
  public Pauses(RemoteLimits limits, RandomGenerator random, CountDownLatch closed) {
    this.attempts = limits.attempts();
    this.random = random;
    this.closed = closed;
  }

  /**
   * Waits before another attempt.
   *
   * @param failed how many attempts of the call have failed, 1 or more
   * @return false if there must be no other: the limit is reached, the deadline would pass
   *     meanwhile, the store was closed, or the thread interrupted (its flag is kept)
   */
  public boolean beforeAnotherAttempt(int failed, Deadline deadline) {
    if (failed >= attempts || Thread.currentThread().isInterrupted()) {
      return false;
    }
    long pauseNanos = random(Math.min(failed - 1, MAX_DOUBLINGS));
    if (pauseNanos >= deadline.leftNanos()) {
      return false;
    }
    try {
      return !closed.await(pauseNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long random(int doublings) {
    long boundNanos = Math.min(FIRST_BOUND_NANOS << doublings, LONGEST_BOUND_NANOS);
    synchronized (random) {
      return random.nextLong(boundNanos);
    }
  }
}
