package dev.seseragi.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir Path folder;

  private Program shell() {
    return new Program("shell", List.of("sh", "-c"), Map.of("GREETING", "hello"), folder);
  }

  @Test
  void theEndOfAProcessTellsItsCodeItsOutputAndItsTime() throws Exception {
    try (Running running = shell().start("echo $GREETING; echo oops >&2; exit 3")) {
      Ended ended = running.await(DEADLINE);

      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(ended.output()).isEqualTo("hello\noops\n");
      assertThat(ended.seconds()).isBetween(0.0, 20.0);
      assertThatThrownBy(() -> ended.orFail("the shell"))
          .hasMessage("the shell ended with 3: hello\noops");
    }
  }

  @Test
  void theUsageOfARunningProcessIsSeen() {
    Optional<Usage> usage = Usage.of(ProcessHandle.current().pid());

    assertThat(usage).isPresent();
    assertThat(usage.get().cpuSeconds()).isPositive();
    assertThat(usage.get().rssBytes()).isBetween(10_000_000L, usage.get().peakRssBytes());
    assertThat(Usage.of(Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void aClosedProcessIsGone() throws Exception {
    Running running = shell().start("exec sleep 100");
    running.close();

    assertThat(running.isAlive()).isFalse();
  }
}
