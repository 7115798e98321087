package dev.seseragi.cli.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "0s,PT0S",
    "1s,PT1S",
    "500ms,PT0.5S",
    "1h30m,PT1H30M",
    "1.5h,PT1H30M",
    ".5s,PT0.5S",
    "1.s,PT1S",
    "-1m,PT-1M",
    "+1m,PT1M",
    "1us,PT0.000001S",
    "1µs,PT0.000001S",
    "1μs,PT0.000001S",
    "1ns,PT0.000000001S",
    "24h,PT24H",
    "1m1m,PT2M",
  })
  void readsWhatGoReads(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "s", "-", ".s", "1d", "1 s", "1s ", "1e3s", "1h-1m", "300000000000h"})
  void refusesWhatGoRefuses(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT1S,1s",
    "PT1.5S,1.5s",
    "PT0.5S,500ms",
    "PT0.0015S,1.5ms",
    "PT0.0000015S,1.5µs",
    "PT0.000000015S,15ns",
    "PT1M,1m0s",
    "PT1M0.25S,1m0.25s",
    "PT24H,24h0m0s",
    "PT-90S,-1m30s",
  })
  void writesWhatGoWrites(Duration duration, String text) {
    assertThat(GoDuration.format(duration)).isEqualTo(text);
  }

  @Property
  void readsWhatItWrites(@ForAll long nanos) {
    Duration duration = Duration.ofNanos(nanos == Long.MIN_VALUE ? 0 : nanos);

    assertThat(GoDuration.parse(GoDuration.format(duration))).contains(duration);
  }
}
