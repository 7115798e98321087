package dev.seseragi.store.remote;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the requests of a client that blocks, each on a thread of its own: whatever it waits for, it
 * is interrupted when its deadline passes, its caller is interrupted, or the store is closed. (A
 * socket that a virtual thread waits for is closed when the thread is interrupted.) For all calls
 * of one store; safe for use by many threads.
 */
public final class Attempts implements AutoCloseable {
  private final ThreadFactory threads;
  private final CountDownLatch closed;
  private final Set<FutureTask<?>> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Attempts of one store.
   *
   * @param closed is opened by {@link #close}
   */
  public Attempts(ThreadFactory threads, CountDownLatch closed) {
    this.threads = threads;
    this.closed = closed;
  }

  /**
   * Runs a request once.
   *
   * @throws ExecutionException with what it threw
   * @throws TimeoutException if the deadline has passed; whatever it did may have had an effect
   * @throws InterruptedException if this thread was interrupted; the same holds
   * @throws CancellationException if the store was closed; the same holds
   */
  public <T> T run(Deadline deadline, Callable<T> request)
      throws ExecutionException, TimeoutException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(request);
    underWay.add(task);
    try {
      // Behind the line above: a close that this does not see sees the task.
      if (closed.getCount() == 0) {
        throw new CancellationException("the store was closed");
      }
      threads.newThread(task).start();
      return task.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
    } finally {
      underWay.remove(task);
      task.cancel(true);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closed.countDown();
    underWay.forEach(task -> task.cancel(true));
  }
}
