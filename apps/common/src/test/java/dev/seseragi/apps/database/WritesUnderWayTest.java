package dev.seseragi.apps.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WritesUnderWayTest {
  private final WritesUnderWay writes = new WritesUnderWay();

  @Test
  void itIsQuietWhileNobodyWrites() {
    assertThat(writes.isQuiet()).isTrue();
    writes.begin();
    writes.begin();
    assertThat(writes.isQuiet()).isFalse();
    assertThat(writes.version()).isEmpty();
    assertThat(writes.count()).isEqualTo(2);
    writes.end();
    assertThat(writes.isQuiet()).isFalse();
    writes.end();
    assertThat(writes.isQuiet()).isTrue();
    assertThat(writes.version()).hasValue(2);
  }

  @Test
  void aDoubtLastsUntilItIsSettled() {
    writes.begin();
    writes.doubt();
    writes.end();
    long first = writes.doubts();
    writes.doubt();
    writes.settle(first);
    assertThat(writes.isQuiet()).isFalse();
    writes.settle(writes.doubts());
    assertThat(writes.isQuiet()).isTrue();
  }
}
