package dev.seseragi.store.gcs;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.store.ObjectStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract through encryption and the wire: {@code -Dseseragi.encrypted-contract}. Not in each
 * build, which runs it over memory and folders.
 */
@EnabledIfSystemProperty(named = "seseragi.encrypted-contract", matches = ".*")
final class EncryptedGcsStoreContractTest extends ObjectStoreContract {
  private static final EncryptionKey KEY = EncryptionKey.of(new byte[EncryptionKey.BYTES]);
  private final FakeGcs gcs = FakeGcs.start().withBucket(TestStores.BUCKET);

  @Override
  protected ObjectStore open(String replica) {
    return Encryption.around(
        new GcsStore(TestStores.settings(gcs, replica), RemoteLimits.DEFAULT), KEY);
  }

  @AfterEach
  void stopTheServer() {
    gcs.close();
  }
}
