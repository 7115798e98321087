package dev.seseragi.store.azure;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.testkit.azure.Azurite;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class AzureStoreContractTest extends ObjectStoreContract {
  private static @Nullable Azurite azurite;

  @BeforeAll
  static void startServer() {
    azurite = TestAzure.start();
  }

  @AfterAll
  static void stopServer() {
    if (azurite != null) {
      azurite.close();
    }
  }

  @Override
  protected ObjectStore open(String replica) {
    return new AzureStore(
        TestAzure.settings(Objects.requireNonNull(azurite).uri(), replica), RemoteLimits.DEFAULT);
  }
}
