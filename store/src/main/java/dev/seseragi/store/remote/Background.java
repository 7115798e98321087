package dev.seseragi.store.remote;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Something that takes long to make, such as a client whose classes must be loaded: made in the
 * background from the start on, so that its owner can do something else meanwhile. Where that
 * failed it is made again, for whoever asks next. Safe for use by many threads.
 */
public final class Background<T> implements AutoCloseable {
  private final Callable<T> maker;
  private final Consumer<T> closer;
  private final ThreadFactory threads;
  // Guarded by this.
  private CompletableFuture<T> current = new CompletableFuture<>();

  private Background(Callable<T> maker, Consumer<T> closer, ThreadFactory threads) {
    this.maker = maker;
    this.closer = closer;
    this.threads = threads;
  }

  /**
   * Begins to make it.
   *
   * @param closer gives back what it holds
   */
  public static <T> Background<T> start(
      Callable<T> maker, Consumer<T> closer, ThreadFactory threads) {
    Background<T> background = new Background<>(maker, closer, threads);
    background.make(background.current());
    return background;
  }

  /** Begins to make something that holds nothing to be given back. */
  public static <T> Background<T> start(Callable<T> maker, ThreadFactory threads) {
    return start(maker, made -> {}, threads);
  }

  private synchronized CompletableFuture<T> current() {
    return current;
  }

  private void make(CompletableFuture<T> result) {
    threads
        .newThread(() -> {
          try {
            result.complete(maker.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        })
        .start();
  }

  /**
   * Waits for it.
   *
   * @throws ExecutionException with what prevented it
   */
  public T get(Deadline deadline)
      throws ExecutionException, TimeoutException, InterruptedException {
    CompletableFuture<T> result = current();
    try {
      return result.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      makeAgain();
      throw e;
    }
  }

  /** Unless another thread that failed has begun to already. */
  private synchronized void makeAgain() {
    if (current.isCompletedExceptionally()) {
      current = new CompletableFuture<>();
      make(current);
    }
  }

  /** Closes it, also if it is only about to be made. */
  @Override
  public void close() {
    var _ = current().thenAccept(closer);
  }
}
