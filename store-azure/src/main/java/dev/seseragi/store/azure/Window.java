package dev.seseragi.store.azure;

import dev.seseragi.store.azure.Calls.FailedException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * Calls that are made at the same time, so many and no more. Closing ends those that are under way.
 * For one thread.
 */
final class Window implements AutoCloseable {
  private final int size;
  private final ThreadFactory threads;
  private final Queue<FutureTask<?>> underWay = new ArrayDeque<>();

  Window(int size, ThreadFactory threads) {
    this.size = size;
    this.threads = threads;
  }

  /**
   * Begins a call, and waits until there is room for the next one.
   *
   * @throws FailedException of one that was begun before
   */
  void begin(Callable<?> call) throws FailedException {
    FutureTask<?> task = new FutureTask<>(call);
    underWay.add(task);
    threads.newThread(task).start();
    if (underWay.size() >= size) {
      awaitOldest();
    }
  }

  /** Waits for all. */
  void await() throws FailedException {
    while (!underWay.isEmpty()) {
      awaitOldest();
    }
  }

  private void awaitOldest() throws FailedException {
    try {
      underWay.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException(Failure.UNCERTAIN, new Calls.InterruptedCallException(e));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FailedException failure
          ? failure
          : new FailedException(Failure.UNCERTAIN, e);
    }
  }

  @Override
  public void close() {
    underWay.forEach(task -> task.cancel(true));
  }
}
