package dev.seseragi.store.azure;

import com.azure.storage.blob.BlobContainerClient;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.remote.ServerClock;
import java.util.concurrent.Callable;

/**
 * Makes the client when it is called, and loads nothing of it before. (A lambda expression would:
 * its type names the client's. The first class from one of the signed jars costs 150 ms.)
 */
record ClientMaker(AzureSettings settings, RemoteLimits limits, ServerClock clock)
    implements Callable<BlobContainerClient> {
  @Override
  public BlobContainerClient call() {
    return AzureClient.make(settings, limits, clock);
  }
}
