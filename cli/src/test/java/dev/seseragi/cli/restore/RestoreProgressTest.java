package dev.seseragi.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.restore.RestorePlan;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
  private static final RestorePlan PLAN =
      new RestorePlan(
          RestorePlan.Source.LTX,
          Txid.FIRST,
          Instant.EPOCH,
          Optional.empty(),
          List.of(),
          List.of(new ObjectInfo("x", 200_000_000, Instant.EPOCH)));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long nanos;

  private RestoreProgress progress(boolean isTerminal) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    RestoreProgress progress = new RestoreProgress(stream, isTerminal, () -> nanos);
    progress.planned(PLAN);
    return progress;
  }

  private void afterMillis(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aBarMovesOnATerminalAndGoes() {
    RestoreProgress progress = progress(true);
    afterMillis(50);
    progress.progress(1, 200_000_000);
    assertThat(written()).isEmpty();

    afterMillis(1_950);
    progress.progress(100_000_000, 200_000_000);
    assertThat(written())
        .isEqualTo(
            "\r\u001b[K[###############...............]  50 % 100 MB of 200 MB, 50 MB/s, 0:02"
                + " left");

    progress.end();
    assertThat(written()).endsWith("\r\u001b[K");
  }

  @Test
  void elsewhereThereIsALineNowAndThen() {
    RestoreProgress progress = progress(false);
    afterMillis(4_000);
    progress.progress(1, 200_000_000);
    afterMillis(1_000);
    progress.progress(50_000_000, 200_000_000);
    afterMillis(1_000);
    progress.progress(60_000_000, 200_000_000);
    progress.end();

    assertThat(written()).isEqualTo("restoring:  25 % 50 MB of 200 MB, 10 MB/s, 0:15 left\n");
  }
}
