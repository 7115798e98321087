package dev.seseragi.store.s3;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract through encryption and the wire: {@code -Dseseragi.encrypted-contract}. Not in each
 * build, which runs it over memory and folders.
 */
@EnabledIfSystemProperty(named = "seseragi.encrypted-contract", matches = ".*")
final class EncryptedS3StoreContractTest extends ObjectStoreContract {
  private static final EncryptionKey KEY = EncryptionKey.of(new byte[EncryptionKey.BYTES]);
  private static S3TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = S3TestServer.inMemory();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  protected ObjectStore open(String replica) {
    return Encryption.around(TestStores.open(server.replicaUrl("kit/" + replica)), KEY);
  }
}
