package dev.seseragi.store.s3;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.remote.Attempts;
import dev.seseragi.store.remote.Background;
import dev.seseragi.store.remote.Deadline;
import dev.seseragi.store.remote.Pauses;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs requests within their limits. Safe for use by many threads. */
final class Calls implements AutoCloseable {
  private final Background<S3Client> client;
  private final Failures failures;
  private final RemoteLimits limits;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Attempts attempts;
  private final Pauses pauses;

  Calls(
      Background<S3Client> client,
      Failures failures,
      RemoteLimits limits,
      RandomGenerator random,
      ThreadFactory threads) {
    this.client = client;
    this.failures = failures;
    this.limits = limits;
    this.attempts = new Attempts(threads, closed);
    this.pauses = new Pauses(limits, random, closed);
  }

  /** One request; may be sent several times. */
  @FunctionalInterface
  interface Request<T> {
    T send(S3Client client) throws Exception;
  }

  /**
   * Sends a request until it is answered or the limits are reached.
   *
   * @param permission what S3 calls the right to do this, for the advice in an error
   */
  <T> T call(String permission, Request<T> request) throws FailedCallException {
    Deadline deadline = Deadline.in(limits.call());
    boolean mayBeApplied = false;
    for (int number = 1; ; number++) {
      try {
        return attempt(permission, request, deadline);
      } catch (AttemptException e) {
        mayBeApplied |= e.failure.mayBeApplied();
        if (!e.failure.isRetried()) {
          throw new FailedCallException(e.failure, mayBeApplied);
        }
        if (!pauses.beforeAnotherAttempt(number, deadline)) {
          throw new FailedCallException(
              isClosed() ? closedFailure(mayBeApplied, e) : e.failure, mayBeApplied);
        }
      }
    }
  }

  /** Sends a request once, with little patience: for what helps but need not be. */
  <T> T tryOnce(String permission, Request<T> request) throws FailedCallException {
    try {
      return attempt(permission, request, Deadline.in(limits.connect()));
    } catch (AttemptException e) {
      throw new FailedCallException(e.failure, e.failure.mayBeApplied());
    }
  }

  private <T> T attempt(String permission, Request<T> request, Deadline deadline)
      throws AttemptException {
    if (isClosed()) {
      throw new AttemptException(closedFailure(false, noCause()));
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new AttemptException(Failure.over("the thread was interrupted", false, noCause()));
    }
    try {
      return attempts.run(deadline, () -> request.send(client(deadline)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AttemptException(Failure.over("the thread was interrupted", true, e));
    } catch (TimeoutException e) {
      throw new AttemptException(
          Failure.over("it did not end within %s".formatted(limits.call()), true, e));
    } catch (CancellationException e) {
      throw new AttemptException(closedFailure(true, e));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new AttemptException(
          isClosed() ? closedFailure(true, cause) : failures.of(cause, permission));
    }
  }

  private S3Client client(Deadline deadline) throws Exception {
    try {
      return client.get(deadline);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  private static Failure closedFailure(boolean mayBeApplied, Throwable cause) {
    return new Failure(Failure.Kind.CLOSED, "it was closed", false, mayBeApplied, cause);
  }

  private static Throwable noCause() {
    return new IllegalStateException("not sent");
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    attempts.close();
    client.close();
  }

  private static final class AttemptException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    AttemptException(Failure failure) {
      super(failure.reason(), failure.cause());
      this.failure = failure;
    }
  }
}
