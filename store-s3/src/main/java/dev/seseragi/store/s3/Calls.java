package dev.seseragi.store.s3;

import dev.seseragi.store.RemoteLimits;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs requests within their limits: each attempt on a virtual thread of its own, so that a
 * deadline, an interrupt of the caller and the store's close end it whatever it waits for. (A
 * socket that a virtual thread waits for is closed when the thread is interrupted.)
 *
 * <p>Safe for use by many threads.
 */
final class Calls implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final LazyClient client;
  private final Failures failures;
  private final RemoteLimits limits;
  private final RandomGenerator random;
  private final ThreadFactory threads;
  private final Set<FutureTask<?>> underway = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  Calls(
      LazyClient client,
      Failures failures,
      RemoteLimits limits,
      RandomGenerator random,
      ThreadFactory threads) {
    this.client = client;
    this.failures = failures;
    this.limits = limits;
    this.random = random;
    this.threads = threads;
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
    return call(permission, limits.call(), limits.attempts(), request);
  }

  /** Sends a request once, with little patience: for what helps but need not be. */
  <T> T tryOnce(String permission, Request<T> request) throws FailedCallException {
    return call(permission, limits.connect(), 1, request);
  }

  private <T> T call(String permission, Duration budget, int attempts, Request<T> request)
      throws FailedCallException {
    long endNanos = System.nanoTime() + budget.toNanos();
    boolean mayBeApplied = false;
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(permission, request, endNanos);
      } catch (AttemptException e) {
        mayBeApplied |= e.failure.mayBeApplied();
        boolean isLast = !e.failure.isRetried() || attempt >= attempts;
        if (isLast || !pause(attempt, endNanos)) {
          throw new FailedCallException(e.failure, mayBeApplied);
        }
      }
    }
  }

  private <T> T attempt(String permission, Request<T> request, long endNanos)
      throws AttemptException {
    FutureTask<T> task = new FutureTask<>(() -> request.send(client.get()));
    underway.add(task);
    try {
      checkOpen();
      if (Thread.currentThread().isInterrupted()) {
        throw new AttemptException(Failure.over("the thread was interrupted", false, noCause()));
      }
      threads.newThread(task).start();
      return task.get(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
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
    } finally {
      underway.remove(task);
      task.cancel(true);
    }
  }

  /** Waits a random time before the next attempt; false if there is no time for one. */
  private boolean pause(int attempt, long endNanos) {
    long ceiling =
        Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(attempt - 1, 16));
    long pauseNanos = random.nextLong(ceiling);
    if (System.nanoTime() + pauseNanos - endNanos >= 0) {
      return false;
    }
    try {
      // True when the store was closed: the next attempt says so.
      boolean _ = closed.await(pauseNanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void checkOpen() throws AttemptException {
    if (isClosed()) {
      throw new AttemptException(closedFailure(false, noCause()));
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
    closed.countDown();
    underway.forEach(task -> task.cancel(true));
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
