package dev.seseragi.store.gcs;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract against a server of somebody else: {@code ./mvnw -pl store-gcs -am verify
 * -Dseseragi.fake-gcs-server}. Only when asked for, because Go builds that server for minutes.
 */
final class GenuineFakeContractTest extends ObjectStoreContract {
  private static @Nullable GenuineFake server;

  @BeforeAll
  static void startTheServer() throws Exception {
    if (System.getProperty("seseragi.fake-gcs-server") == null) {
      skip("it was not asked for; -Dseseragi.fake-gcs-server does (some minutes, once)");
    }
    Optional<Path> program = GenuineFake.install();
    if (program.isEmpty()) {
      skip(
          "it cannot be installed: there is no Go here, or no network"
              + " (target/fake-gcs-server/install.log)");
    }
    server = GenuineFake.start(program.orElseThrow(), TestStores.BUCKET);
  }

  /** Loud, because a green build says nothing about what did not run. */
  private static void skip(String reason) {
    System.err.println("store-gcs: SKIPPED: the contract against fake-gcs-server: " + reason);
    abort(reason);
  }

  @AfterAll
  static void stopTheServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ObjectStore open(String replica) {
    StoreAddress address =
        new StoreAddress(
            "gs://" + TestStores.BUCKET + "/" + replica,
            Map.of(),
            Map.of(
                GcsSettings.EMULATOR,
                java.util.Objects.requireNonNull(server).endpoint().toString()));
    return new GcsStore(GcsSettings.of(address), RemoteLimits.DEFAULT);
  }
}
