package dev.seseragi.store.azure;

import dev.seseragi.store.RemoteLimits;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Runs requests so that they end: each on a thread of its own, which is interrupted when the
 * deadline has passed, the caller is interrupted, or the store is closed; and again after what may
 * pass, as often as {@link RemoteLimits#attempts} allows, with pauses from zero up to a bound that
 * doubles ("full jitter").
 */
final class Calls {
  private static final long FIRST_BOUND_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LONGEST_BOUND_NANOS = Duration.ofSeconds(5).toNanos();

  private final RemoteLimits limits;
  private final ThreadFactory threads;
  private final RandomGenerator random;
  private final CountDownLatch closed;

  Calls(RemoteLimits limits, ThreadFactory threads, RandomGenerator random, CountDownLatch closed) {
    this.limits = limits;
    this.threads = threads;
    this.random = random;
    this.closed = closed;
  }

  /** A request did not work, and will not be tried again by this call. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Failure kind;

    FailedException(Failure kind, Throwable cause) {
      super(cause);
      this.kind = kind;
    }

    Failure kind() {
      return kind;
    }

    Throwable error() {
      return getCause() == null ? this : getCause();
    }
  }

  /**
   * Runs a request until it works or need not be tried again.
   *
   * @throws FailedException {@link Failure#UNCERTAIN} if any of the attempts may have had an effect
   */
  <T> T run(Deadline deadline, Callable<T> request) throws FailedException {
    boolean isUncertain = false;
    long boundNanos = FIRST_BOUND_NANOS;
    for (int number = 1; ; number++) {
      FailedException failure;
      try {
        return once(deadline, request);
      } catch (FailedException e) {
        failure = e;
      }
      isUncertain |= failure.kind() == Failure.UNCERTAIN;
      boolean mayPass = failure.kind() == Failure.UNCERTAIN || failure.kind() == Failure.NOT_SENT;
      long pauseNanos = random(boundNanos);
      boolean isLast = number >= limits.attempts() || pauseNanos >= deadline.leftNanos();
      if (!mayPass || isLast || Thread.currentThread().isInterrupted() || pause(pauseNanos)) {
        boolean isAnswer = failure.kind() == Failure.TAKEN || failure.kind() == Failure.MISSING;
        throw isUncertain && !isAnswer
            ? new FailedException(Failure.UNCERTAIN, failure.error())
            : failure;
      }
      boundNanos = Math.min(2 * boundNanos, LONGEST_BOUND_NANOS);
    }
  }

  private long random(long boundNanos) {
    synchronized (random) {
      return random.nextLong(boundNanos);
    }
  }

  /** Whether the store was closed, or the thread interrupted, meanwhile. */
  private boolean pause(long nanos) {
    try {
      return closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Runs a request once. */
  private <T> T once(Deadline deadline, Callable<T> request) throws FailedException {
    FutureTask<T> task = new FutureTask<>(request);
    threads.newThread(task).start();
    try {
      return task.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException(
          Failure.UNCERTAIN, new InterruptedCallException("the thread was interrupted", e));
    } catch (TimeoutException e) {
      throw new FailedException(Failure.UNCERTAIN, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof FailedException failed
          ? failed
          : new FailedException(AzureErrors.kind(cause), cause);
    } finally {
      task.cancel(true);
    }
  }

  /** The caller was interrupted; its flag is set again. */
  static final class InterruptedCallException extends Exception {
    private static final long serialVersionUID = 1L;

    InterruptedCallException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
