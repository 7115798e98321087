package dev.seseragi.store.azure;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.remote.Attempts;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.remote.Pauses;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Runs requests so that they end, and again after what may pass, as often as {@link
 * RemoteLimits#attempts} allows. Safe for use by many threads.
 */
final class Calls implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Attempts attempts;
  private final Pauses pauses;

  Calls(RemoteLimits limits, ThreadFactory threads, RandomGenerator random) {
    this.attempts = new Attempts(threads, closed);
    this.pauses = new Pauses(limits, random, closed);
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
    for (int number = 1; ; number++) {
      try {
        return once(deadline, request);
      } catch (FailedException failure) {
        isUncertain |= failure.kind() == Failure.UNCERTAIN;
        boolean mayPass = failure.kind() == Failure.UNCERTAIN || failure.kind() == Failure.NOT_SENT;
        if (!mayPass || !pauses.beforeAnotherAttempt(number, deadline)) {
          throw isUncertain && !isAnswer(failure.kind())
              ? new FailedException(Failure.UNCERTAIN, failure.error())
              : failure;
        }
      }
    }
  }

  /** Whether it tells how things are, whatever an earlier attempt did. */
  private static boolean isAnswer(Failure kind) {
    return kind == Failure.TAKEN || kind == Failure.MISSING || kind == Failure.BEYOND_THE_END;
  }

  /** Runs a request once. */
  private <T> T once(Deadline deadline, Callable<T> request) throws FailedException {
    try {
      return attempts.run(deadline, request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException(Failure.UNCERTAIN, new InterruptedCallException(e));
    } catch (TimeoutException | CancellationException e) {
      throw new FailedException(Failure.UNCERTAIN, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof FailedException failed
          ? failed
          : new FailedException(AzureErrors.kind(cause), cause);
    }
  }

  /** The caller was interrupted; its flag is set again. */
  static final class InterruptedCallException extends Exception {
    private static final long serialVersionUID = 1L;

    InterruptedCallException(InterruptedException cause) {
      super("the thread was interrupted", cause);
    }
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    attempts.close();
  }
}
