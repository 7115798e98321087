package dev.seseragi.cli.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleSyncTest {
  @TempDir Path folder;
  private TestCli cli;

  @BeforeEach
  void setUp() {
    cli = TestCli.in(folder);
  }

  @Test
  void oneSyncShipsWhatIsThereAndEnds() throws SQLException {
    try (TestDatabase app = TestDatabase.create(folder.resolve("a.db"))) {
      app.insert();

      Result result = cli.run("replicate", "-once", "a.db", "replica");

      assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
      assertThat(result.out()).contains("level=INFO msg=synced db=" + folder.resolve("a.db"));
      // A title, the fence of the start, the database.
      assertThat(cli.run("ltx", "file://" + folder.resolve("replica")).out()).hasLineCount(3);
    }
  }

  @Test
  void aSnapshotIsWrittenOnDemand() throws SQLException {
    try (TestDatabase app = TestDatabase.create(folder.resolve("a.db"))) {
      app.insert();
      assertThat(cli.run("replicate", "-once", "a.db", "replica").exitCode()).isZero();
      app.insert();

      Result result =
          cli.run("replicate", "-once", "-force-snapshot", "-enforce-retention", "a.db", "replica");

      assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
      assertThat(result.out()).contains("msg=\"snapshot written\"");
      assertThat(cli.run("ltx", "-level", "9", "file://" + folder.resolve("replica")).out())
          .hasLineCount(2);
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsOneErrorAndItsReplicaIsNotClaimed() {
    Result result = cli.run("replicate", "-once", "-log-level", "info", "none.db", "replica");

    assertThat(result.exitCode()).isEqualTo(1);
    // The line of every start, and this one.
    assertThat(result.out())
        .hasLineCount(2)
        .contains("level=ERROR msg=\"cannot sync\" db=" + folder.resolve("none.db"))
        .contains("there is no such file");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDatabaseThatIsNotThereKeepsNoOtherFromBeingSynced() throws SQLException, IOException {
    Files.writeString(
        folder.resolve("c.yml"),
        """
        dbs:
          - {path: none.db, replica: {path: none}}
          - {path: a.db, replica: {path: replica}}
        """);
    try (TestDatabase app = TestDatabase.create(folder.resolve("a.db"))) {
      app.insert();

      Result result = cli.run("replicate", "-once", "-config", "c.yml");

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.out())
          .contains("db=" + folder.resolve("none.db") + " error=")
          .contains("msg=synced db=" + folder.resolve("a.db"))
          .doesNotContain("everything is replicated\" db=" + folder.resolve("none.db"));
    }
  }

  @Test
  void notesAndLevelsOfTheConfigurationReachTheLog() throws SQLException, IOException {
    Files.writeString(
        folder.resolve("c.yml"),
        """
        logging: {level: warn, stderr: true}
        dbs: [{path: a.db, monitor-interval: 2s, replica: {path: replica}}]
        """);
    try (TestDatabase app = TestDatabase.create(folder.resolve("a.db"))) {
      app.insert();

      Result quiet = cli.run("replicate", "-once", "-config", "c.yml");
      assertThat(quiet.exitCode()).isZero();
      assertThat(quiet.out()).isEmpty();
      assertThat(quiet.err())
          .contains("level=WARN msg=\"c.yml:2: dbs[a.db].monitor-interval: has no effect")
          .doesNotContain("level=INFO");

      Result byVariable =
          cli.with("LOG_LEVEL", "info").run("replicate", "-once", "-config", "c.yml");
      assertThat(byVariable.err()).contains("level=INFO");

      Result byFlag = cli.run("replicate", "-once", "-log-level", "error", "-config", "c.yml");
      assertThat(byFlag.err()).isEmpty();
    }
  }
}
