package dev.seseragi.store.azure;

import com.azure.storage.blob.BlobContainerClient;
import dev.seseragi.store.azure.Calls.FailedException;
import dev.seseragi.store.remote.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/** Deletes objects, one request each, several at the same time. */
final class Deletions {
  private static final int WINDOW = 16;

  private final Calls calls;
  private final ThreadFactory threads;
  private final Duration patience;

  /**
   * @param patience how long each may take
   */
  Deletions(Calls calls, ThreadFactory threads, Duration patience) {
    this.calls = calls;
    this.threads = threads;
    this.patience = patience;
  }

  /** Deletes blobs by their whole names; what is missing is no error. */
  void delete(BlobContainerClient client, List<String> blobs) throws FailedException {
    Queue<FutureTask<Boolean>> sent = new ArrayDeque<>();
    try {
      for (String blob : blobs) {
        FutureTask<Boolean> task = new FutureTask<>(() -> delete(client, blob));
        sent.add(task);
        threads.newThread(task).start();
        if (sent.size() >= WINDOW) {
          await(sent.remove());
        }
      }
      while (!sent.isEmpty()) {
        await(sent.remove());
      }
    } finally {
      sent.forEach(task -> task.cancel(true));
    }
  }

  private boolean delete(BlobContainerClient client, String blob) throws FailedException {
    try {
      return calls.run(
          Deadline.in(patience),
          () -> {
            client.getBlobClient(blob).delete();
            return true;
          });
    } catch (FailedException e) {
      if (e.kind() == Failure.MISSING) {
        return false;
      }
      throw e;
    }
  }

  private static void await(FutureTask<Boolean> deletion) throws FailedException {
    try {
      deletion.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException(Failure.UNCERTAIN, new Calls.InterruptedCallException(e));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FailedException failure
          ? failure
          : new FailedException(Failure.UNCERTAIN, e);
    }
  }
}
