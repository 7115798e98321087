package dev.seseragi.store.azure;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.testkit.azure.Azurite;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Stores at a test's emulator. */
final class TestAzure {
  static final String CONTAINER = "replicas";

  /** Small enough for tests that wait for them, large enough for a busy machine. */
  static final RemoteLimits SHORT =
      new RemoteLimits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(4), 3);

  private TestAzure() {}

  /** An emulator with a container. */
  static Azurite start() {
    Azurite azurite = Azurite.start().orElseGet(() -> abort(Azurite.MISSING));
    azurite.createContainer(CONTAINER);
    return azurite;
  }

  static AzureSettings settings(URI server, String prefix) {
    return AzureSettings.of(
        new StoreAddress(
            "abs://%s@%s/%s".formatted(Azurite.ACCOUNT, CONTAINER, prefix),
            Map.of("account-key", Azurite.ACCOUNT_KEY, "endpoint", Azurite.endpoint(server)),
            Map.of()));
  }
}
