package dev.seseragi.store.s3;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The client, made in the background from the start on: loading its classes takes longer than most
 * requests. If that fails, the next request tries again.
 */
final class LazyClient implements AutoCloseable {
  private final Callable<S3Client> factory;
  private final ThreadFactory threads;
  // Guarded by this.
  private FutureTask<S3Client> current;

  private LazyClient(Callable<S3Client> factory, ThreadFactory threads) {
    this.factory = factory;
    this.threads = threads;
    this.current = new FutureTask<>(factory);
  }

  static LazyClient start(Callable<S3Client> factory, ThreadFactory threads) {
    LazyClient client = new LazyClient(factory, threads);
    threads.newThread(client.current()).start();
    return client;
  }

  private synchronized FutureTask<S3Client> current() {
    return current;
  }

  /** Waits for the client. */
  S3Client get() throws Exception {
    FutureTask<S3Client> task = current();
    try {
      return task.get();
    } catch (ExecutionException e) {
      startAgainAfter(task);
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private synchronized void startAgainAfter(FutureTask<S3Client> failed) {
    if (current.equals(failed)) {
      current = new FutureTask<>(factory);
      threads.newThread(current).start();
    }
  }

  /** Closes the client if there is one; its connections are the JVM's and end when idle. */
  @Override
  public void close() {
    FutureTask<S3Client> task = current();
    if (task.state() == FutureTask.State.SUCCESS) {
      task.resultNow().close();
    }
  }
}
