package dev.seseragi.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir Path folder;
  private TestCli cli;

  @BeforeEach
  void setUp() throws IOException {
    cli = TestCli.in(folder).with("SESERAGI_CONFIG", "c.yml");
    Files.writeString(folder.resolve("c.yml"), "dbs: [{path: a.db, replica: {path: replica}}]");
    Files.createDirectory(folder.resolve("scratch"));
  }

  private Result verify(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "verify";
    all[1] = "-scratch";
    all[2] = "scratch";
    System.arraycopy(words, 0, all, 3, words.length);
    Result result = cli.run(all);
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
    return result;
  }

  @Test
  void aReplicaIsRestorableAsOfItsNewestState() {
    String url = "file://" + Fixtures.named("levels").copyTo(folder.resolve("levels"));

    Result text = verify(url);
    Result json = verify("-json", url);

    assertThat(text.exitCode()).isZero();
    assertThat(text.err()).isEmpty();
    assertThat(text.out())
        .matches(
            "restorable as of 2026-\\S+Z, TXID [0-9a-f]{16}: \\S+ .B in \\d+ ms, integrity check"
                + " ok\\n");
    assertThat(json.out())
        .contains("\"integrity_check\": \"ok\"")
        .contains("\"timestamp\": \"2026");
  }

  @Test
  void aDatabaseIsComparedWithWhatItsReplicaGivesBack() throws SQLException {
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
        Statement statement = app.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t (x)");
      assertThat(cli.run("replicate", "-once").exitCode()).isZero();
      assertThat(verify("a.db").out()).contains("; equal to the database at that position, page");

      statement.execute("INSERT INTO t VALUES (1)");
      assertThat(verify("a.db").out()).contains("; equal to the database at that position, page");
      assertThat(cli.run("replicate", "-once").exitCode()).isZero();
    }
    assertThat(verify("-json", "a.db").out()).contains("\"comparison\": \"same_file\"");
    assertThat(cli.run("reset", "a.db").exitCode()).isZero();
    assertThat(verify("a.db").out()).contains("; equal to the database, byte for byte");
  }

  @Test
  void whatIsDamagedOrMissingIsNotRestorable() {
    String url = "file://" + Fixtures.named("damage-missing-middle").copyTo(folder.resolve("d"));

    Result result = verify(url);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("Error: ");
    assertThat(verify("file:///nothing").exitCode()).isEqualTo(1);
  }
}
