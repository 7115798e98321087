package dev.seseragi.store.gcs;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.testkit.gcs.FakeGcs;
import java.time.Duration;
import java.util.Map;

/** Opens stores on test servers. */
final class TestStores {
  static final String BUCKET = "replicas";

  /** So short that a test may wait for them. */
  static final RemoteLimits SHORT =
      new RemoteLimits(Duration.ofSeconds(1), Duration.ofMillis(400), Duration.ofSeconds(3), 3);

  private TestStores() {}

  static GcsSettings settings(FakeGcs gcs, String prefix) {
    return GcsSettings.of(
        new StoreAddress(
            "gs://" + BUCKET + "/" + prefix,
            Map.of(),
            Map.of(GcsSettings.EMULATOR, gcs.hostAndPort())));
  }

  static GcsStore open(FakeGcs gcs, RemoteLimits limits) {
    return new GcsStore(settings(gcs, "shop"), limits);
  }
}
