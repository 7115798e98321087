package dev.seseragi.cli.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.Main;
import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.process.Signal;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two real processes on one replica: one wins, the other says so, and no commit vanishes. */
final class TwoProcessesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path old;
  private Path young;
  private String url;

  @BeforeEach
  void setUp() throws IOException {
    old = Files.createDirectory(folder.resolve("old")).resolve("a.db");
    young = Files.createDirectory(folder.resolve("young")).resolve("a.db");
    url = "file://" + folder.resolve("replica");
  }

  private ChildProcess replicate(Path database, String... flags) {
    Object[] words = new Object[flags.length + 4];
    words[0] = "replicate";
    System.arraycopy(flags, 0, words, 1, flags.length);
    words[flags.length + 1] = "-restore-if-db-not-exists";
    words[flags.length + 2] = database;
    words[flags.length + 3] = url;
    return ChildJvm.running(Main.class, words).start();
  }

  private static void awaitReplicating(ChildProcess process) throws InterruptedException {
    process.awaitLine(PATIENCE, line -> line.contains("msg=replicating"));
  }

  private int restoredRows() throws SQLException, IOException {
    Path file = folder.resolve("restored.db");
    Files.deleteIfExists(file);
    TestCli.Result result = TestCli.in(folder).run("restore", "-o", file.toString(), url);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return TestDatabase.countRows(file);
  }

  private void awaitRows(int rows) throws InterruptedException {
    Await.until(
        rows + " rows in the replica",
        PATIENCE,
        () -> {
          try {
            return restoredRows() == rows;
          } catch (SQLException noTableYet) {
            return false;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLoserSaysSoAndSetsAsideWhatItHad(boolean isFrozenMeanwhile) throws Exception {
    try (TestDatabase app = TestDatabase.create(old);
        ChildProcess loser = replicate(old)) {
      awaitReplicating(loser);
      app.insert();
      awaitRows(1);
      if (isFrozenMeanwhile) {
        loser.signal(Signal.STOP);
        app.insert();
      }
      try (ChildProcess winner = replicate(young)) {
        awaitReplicating(winner);
        try (TestDatabase youngApp = TestDatabase.create(young)) {
          for (int i = 0; i < 5; i++) {
            youngApp.insert();
          }
          awaitRows(6);
          if (isFrozenMeanwhile) {
            loser.signal(Signal.CONT);
          } else {
            app.insert();
          }
          loser.awaitLine(PATIENCE, line -> line.contains("is set aside in " + url));
          loser.awaitLine(PATIENCE, line -> line.contains("NOT everything is replicated"));
          assertThat(loser.awaitExit(PATIENCE)).isEqualTo(ExitCode.FENCED);
          youngApp.insert();
        }
        winner.signal(Signal.TERM);
        assertThat(winner.awaitExit(PATIENCE)).isZero();
      }
    }
    assertThat(restoredRows()).isEqualTo(7);
    TestCli.Result export = TestCli.in(folder).run("fenced", "-o", "found.db", "export", url);
    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(TestDatabase.countRows(folder.resolve("found.db"))).isEqualTo(2);
  }

  @Test
  void whoIsPoliteLeavesTheWriterInPeace() throws Exception {
    try (TestDatabase app = TestDatabase.create(old);
        ChildProcess writer = replicate(old, "-take-over", "fail")) {
      awaitReplicating(writer);
      app.insert();
      awaitRows(1);
      try (ChildProcess other = replicate(young, "-take-over", "fail")) {
        other.awaitLine(PATIENCE, line -> line.contains("has not released it"));
        assertThat(other.awaitExit(PATIENCE)).isEqualTo(ExitCode.REFUSED);
      }
      app.insert();
      writer.signal(Signal.TERM);
      assertThat(writer.awaitExit(PATIENCE)).isZero();
    }
    try (ChildProcess stale = replicate(young, "-take-over", "fail")) {
      stale.awaitLine(PATIENCE, line -> line.contains("does not descend"));
      assertThat(stale.awaitExit(PATIENCE)).isEqualTo(ExitCode.REFUSED);
    }
    Files.delete(young);
    try (ChildProcess next = replicate(young, "-take-over", "fail")) {
      awaitReplicating(next);
      next.signal(Signal.TERM);
      assertThat(next.awaitExit(PATIENCE)).isZero();
    }
    assertThat(restoredRows()).isEqualTo(2);
  }
}
