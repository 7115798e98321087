package dev.seseragi.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BenchOptionsTest {
  @Test
  void flagsStandAnywhereWithOneDashOrTwo() {
    BenchOptions options =
        BenchOptions.parse(List.of("restore", "--quick", "-against", "/bin/x", "idle"));

    assertThat(options.scenarios()).containsExactly("restore", "idle");
    assertThat(options.isQuick()).isTrue();
    assertThat(options.against()).isEqualTo(Optional.of(Path.of("/bin/x")));
    assertThat(options.json()).isEmpty();
  }

  @Test
  void helpIsAskedForInEachOfTheUsualWays() {
    for (String word : List.of("-h", "--help", "-help", "help")) {
      assertThat(BenchOptions.parse(List.of(word)).isHelp()).isTrue();
    }
    assertThat(BenchOptions.parse(List.of("idle")).isHelp()).isFalse();
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(() -> BenchOptions.parse(List.of("-fast"))).hasMessageContaining("-fast");
    assertThatThrownBy(() -> BenchOptions.parse(List.of("-json"))).hasMessageContaining("-json");
  }
}
