package dev.seseragi.store.sftp;

import dev.seseragi.store.RemoteLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Does again what may be done again, after a connection was lost: as often as {@link
 * RemoteLimits#attempts} allows, with pauses from zero up to a bound that doubles ("full jitter").
 */
final class Retries {
  private static final long FIRST_BOUND_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LONGEST_BOUND_NANOS = Duration.ofSeconds(5).toNanos();

  private final int attempts;
  private final RandomGenerator random;
  private final CountDownLatch closed;

  /**
   * Retries of one store.
   *
   * @param closed ends the pauses when it is open
   */
  Retries(int attempts, RandomGenerator random, CountDownLatch closed) {
    this.attempts = attempts;
    this.random = random;
    this.closed = closed;
  }

  /** Something that may be done any number of times. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  <T> T run(Deadline deadline, Attempt<T> attempt) throws IOException {
    long boundNanos = FIRST_BOUND_NANOS;
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (ConnectionLostException e) {
        long pauseNanos;
        synchronized (random) {
          pauseNanos = random.nextLong(boundNanos);
        }
        boolean isLast = number >= attempts || pauseNanos >= deadline.leftNanos();
        if (isLast || pause(pauseNanos)) {
          throw e;
        }
        boundNanos = Math.min(2 * boundNanos, LONGEST_BOUND_NANOS);
      }
    }
  }

  /** Whether the store was closed meanwhile. */
  private boolean pause(long nanos) throws InterruptedCallException {
    try {
      return closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new InterruptedCallException(e);
    }
  }
}
