package dev.seseragi.store.s3;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class S3StoreContractTest extends ObjectStoreContract {
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
    return TestStores.open(server.replicaUrl("kit/" + replica));
  }
}
