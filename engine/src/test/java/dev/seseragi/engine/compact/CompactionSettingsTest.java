package dev.seseragi.engine.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.seseragi.ltx.PageFormat;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompactionSettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static CompactionSettings settings(
      List<Duration> levels, Duration snapshotInterval, Duration retention, int memoryBytes) {
    return new CompactionSettings(
        levels,
        snapshotInterval,
        retention,
        retention,
        retention,
        true,
        PageFormat.BLOCK,
        memoryBytes);
  }

  @Test
  void zeroIsAValidRetentionAndGrace() {
    CompactionSettings settings = settings(List.of(SECOND), SECOND, Duration.ZERO, 0);

    assertThat(settings.topLevel()).isEqualTo(1);
    assertThat(settings.interval(1)).isEqualTo(SECOND);
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(List.of(), SECOND, SECOND, 0))
        .withMessageContaining("1 to 8 compaction levels, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Collections.nCopies(9, SECOND), SECOND, SECOND, 0))
        .withMessageContaining("found 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(List.of(Duration.ZERO), SECOND, SECOND, 0))
        .withMessageContaining("a level's interval is at least PT0.001S, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(List.of(SECOND), Duration.ZERO, SECOND, 0))
        .withMessageContaining("snapshot interval");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(List.of(SECOND), SECOND, SECOND.negated(), 0))
        .withMessageContaining("snapshot retention");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(List.of(SECOND), SECOND, SECOND, -1))
        .withMessageContaining("-1");
  }
}
