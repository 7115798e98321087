package dev.seseragi.apps.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.apps.settings.Settings;
import dev.seseragi.jdbc.ReplicaTarget;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatabaseSettingsTest {
  private static ReplicaTarget replica(Map<String, String> environment) {
    Settings settings = new Settings(environment, "APP_");
    DatabaseSettings read = DatabaseSettings.read(settings, "APP_", "app.db");
    settings.check();
    return read.replica();
  }

  @Test
  void withoutAReplicaTheDatabaseIsALocalOne() {
    assertThat(replica(Map.of())).isEqualTo(new ReplicaTarget.None());
  }

  @Test
  void theBucketOfAContainerMadeForLitestreamIsTaken() {
    Map<String, String> environment =
        Map.of("LITESTREAM_BUCKET", "my-bucket", "APP_DB", "/data/shop.db");
    assertThat(replica(environment))
        .isEqualTo(new ReplicaTarget.Url("gs://my-bucket/shop.db", environment));
  }

  @Test
  void theUrlWinsOverTheBucket() {
    Map<String, String> environment =
        Map.of("LITESTREAM_BUCKET", "my-bucket", "SESERAGI_REPLICA_URL", "s3://other/shop");
    assertThat(replica(environment))
        .isEqualTo(new ReplicaTarget.Url("s3://other/shop", environment));
  }

  @Test
  void aBucketIsNamedWithoutAPath() {
    assertThatThrownBy(() -> replica(Map.of("LITESTREAM_BUCKET", "my-bucket/shop")))
        .hasMessage(
            "LITESTREAM_BUCKET: expected the name of a Google Cloud Storage bucket, found"
                + " \"my-bucket/shop\"");
  }
}
