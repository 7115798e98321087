package dev.seseragi.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-21T07:53:37.825Z, 2026-11-21T07:53:37.825Z",
    "2026-11-21T07:53:37.800Z, 2026-11-21T07:53:37.8Z",
    "2026-11-21T07:53:37.050Z, 2026-11-21T07:53:37.05Z",
    "2026-11-21T07:53:40Z, 2026-11-21T07:53:40Z",
    "2026-11-21T07:53:00Z, 2026-11-21T07:53:00Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
  })
  void aTimestampIsWrittenAsLitestreamWritesIt(String timestamp, String written) {
    Instant time = Instant.parse(timestamp);

    assertThat(ObjectTime.format(time)).isEqualTo(written);
    assertThat(ObjectTime.parse(written)).contains(time);
  }

  @Test
  void othersMayWriteMoreDigitsAndAnotherZone() {
    assertThat(ObjectTime.parse("2026-11-21T08:53:37.123456789+01:00"))
        .contains(Instant.parse("2026-11-21T07:53:37.123456789Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-11-21", "1795247710"})
  void whatIsNoTimeIsNone(String text) {
    assertThat(ObjectTime.parse(text)).isEmpty();
    assertThat(ObjectTime.parse(null)).isEmpty();
  }
}
