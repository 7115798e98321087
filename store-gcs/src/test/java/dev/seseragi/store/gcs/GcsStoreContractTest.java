package dev.seseragi.store.gcs;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.store.ObjectStoreContract;
import org.junit.jupiter.api.AfterEach;

final class GcsStoreContractTest extends ObjectStoreContract {
  private final FakeGcs gcs = FakeGcs.start().withBucket(TestStores.BUCKET);

  @Override
  protected ObjectStore open(String replica) {
    return new GcsStore(TestStores.settings(gcs, replica), RemoteLimits.DEFAULT);
  }

  @AfterEach
  void stopTheServer() {
    gcs.close();
  }
}
