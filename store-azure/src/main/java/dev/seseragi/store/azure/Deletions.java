package dev.seseragi.store.azure;

import com.azure.storage.blob.BlobContainerClient;
import dev.seseragi.store.azure.Calls.FailedException;
import dev.seseragi.store.remote.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Deletes objects, one request each, several at the same time. */
final class Deletions {
  private static final int AT_ONCE = 16;

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
    try (Window window = new Window(AT_ONCE, threads)) {
      for (String blob : blobs) {
        window.begin(() -> delete(client, blob));
      }
      window.await();
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
}
