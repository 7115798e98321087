package dev.seseragi.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> KNOWN = List.of("path", "sync-interval", "snapshot", "dbs");

  @Test
  void aTypingErrorFindsItsKey() {
    assertThat(NearestName.of("sync-intervall", KNOWN)).contains("sync-interval");
    assertThat(NearestName.of("sync_interval", KNOWN)).contains("sync-interval");
    assertThat(NearestName.of("snapshots", KNOWN)).contains("snapshot");
    assertThat(NearestName.of("db", KNOWN)).contains("dbs");
  }

  @Test
  void somethingElseFindsNone() {
    assertThat(NearestName.of("colour", KNOWN)).isEmpty();
  }
}
