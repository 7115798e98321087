package dev.seseragi.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  @TempDir Path folder;
  private TestCli cli;

  @BeforeEach
  void setUp() throws IOException {
    cli = TestCli.in(folder).with("LITESTREAM_CONFIG", "c.yml").with("PASSWORD", "hunter2");
    Files.writeString(
        folder.resolve("c.yml"),
        """
        secret-access-key: $PASSWORD
        dbs:
          - path: a.db
            replica: {path: replica}
          - path: other.db
            replica: {url: "s3://bucket/x"}
            seseragi: {encryption: {key-env: KEY}}
          - path: third.db
            replica: {url: "sftp://me:$PASSWORD@127.0.0.1:1/x"}
        """);
  }

  @Test
  void databasesAreListedWithTheTypeOfTheirReplica() {
    assertThat(cli.run("databases").out())
        .isEqualTo(
            """
            path%s  replica  encrypted
            F/a.db      file     no
            F/other.db  s3       yes
            F/third.db  sftp     no
            """
                .formatted(" ".repeat(folder.toString().length() + 5))
                .replace("F/", folder + "/"));
    assertThat(cli.run("databases", "-json").out())
        .startsWith(
            """
            [
              {
                "path": "%s",
                "replica": "file",
                "encrypted": false
              },
            """
                .formatted(folder.resolve("a.db")));
  }

  @Test
  void nothingThatIsToldShowsASecret() {
    for (String command : new String[] {"databases", "status"}) {
      Result result = cli.run(command);
      assertThat(result.out() + result.err()).doesNotContain("hunter2");
    }
    Result ltx = cli.run("ltx", "third.db");
    assertThat(ltx.out() + ltx.err())
        .doesNotContain("hunter2")
        .contains("Error: cannot list \"\" in sftp://me@127.0.0.1");
  }

  @Test
  void segmentsAreListedLevelByLevel() {
    Path replica = Fixtures.named("levels").copyTo(folder.resolve("replica"));

    Result level0 = cli.run("ltx", "a.db");
    Result all = cli.run("ltx", "-level=all", "file://" + replica);
    Result json = cli.run("ltx", "-json", "-level", "9", "a.db");

    assertThat(level0.out().lines().findFirst())
        .contains("level  min_txid          max_txid          size  created");
    assertThat(level0.out().lines().skip(1))
        .isNotEmpty()
        .allMatch(
            line -> line.matches("0 {6}0{14}.. {2}0{14}.. {2}\\d+ *\\d{4}-\\d\\d-\\d\\dT.*\\dZ"));
    assertThat(all.out().lines().skip(1).map(line -> line.charAt(0)).distinct())
        .containsExactly('0', '1', '2', '9');
    assertThat(json.out())
        .startsWith("[\n  {\n    \"level\": 9,\n    \"min_txid\": \"0000000000000001\",\n")
        .contains("\"size\": ")
        .contains("\"timestamp\": \"2026-");
  }

  @Test
  void anEmptyReplicaHasAHeaderAndNoRows() {
    assertThat(cli.run("ltx", "a.db"))
        .isEqualTo(new Result(0, "level  min_txid  max_txid  size  created\n", ""));
    assertThat(cli.run("ltx", "-json", "a.db")).isEqualTo(new Result(0, "[]\n", ""));
  }

  @Test
  void wrongArgumentsOfLtxAreNamed() {
    assertThat(cli.run("ltx").err())
        .isEqualTo("Error: database path or replica URL required\nTry: seseragi ltx /path/to/db\n");
    assertThat(cli.run("ltx", "a", "b").err()).isEqualTo("Error: too many arguments\n");
    assertThat(cli.run("ltx", "-level", "10", "a.db").err())
        .isEqualTo("Error: -level must be 0 to 9 or all (got 10)\n");
    assertThat(cli.run("ltx", "-config", "c.yml", "file:///x").err())
        .isEqualTo("Error: cannot specify a replica URL and the -config flag\n");
    assertThat(cli.run("ltx", "none.db").err())
        .isEqualTo(
            "Error: database not found in config: %s\nTry: seseragi databases\n"
                .formatted(folder.resolve("none.db")));
  }

  @Test
  void walIsTheOldNameOfLtx() {
    Result result = cli.run("wal", "a.db");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo(cli.run("ltx", "a.db").out());
    assertThat(result.err()).startsWith("Warning: ");
  }

  @Test
  void statusTellsWhatTheFilesSay() throws IOException {
    Files.write(folder.resolve("a.db"), new byte[4096]);
    Files.write(folder.resolve("a.db-wal"), new byte[16_512]);
    Files.createDirectories(folder.resolve("third.db"));

    assertThat(cli.run("status").out())
        .isEqualTo(
            """
            database%s  status           local txid  wal size  encrypted  restorable
            F/a.db      not initialized  -           17 kB     no         -
            F/other.db  no database      -           -         yes        -
            F/third.db  not initialized  -           0 B       no         -
            """
                .formatted(" ".repeat(folder.toString().length() + 1))
                .replace("F/", folder + "/"));
    assertThat(cli.run("status", "-json", "a.db").out())
        .isEqualTo(
            """
            [
              {
                "database": "%s",
                "status": "not initialized",
                "local_txid": "-",
                "wal_size": "17 kB",
                "encrypted": false
              }
            ]
            """
                .formatted(folder.resolve("a.db")));
    assertThat(cli.run("status", "none.db").err())
        .startsWith("Error: database not found in config: ");
  }

  @Test
  void resetRemovesLocalStateAndNothingElse() throws IOException {
    Path state = Files.createDirectories(folder.resolve(".a.db-seseragi/ltx"));
    Path ledger = Files.writeString(folder.resolve(".a.db-seseragi/ledger"), "x");

    Result dry = cli.run("reset", "-dry-run", "a.db");
    assertThat(dry.out()).startsWith("would remove " + ledger + "\nthe next start would put this");
    assertThat(ledger).exists();
    assertThat(ledger.resolveSibling("keep-this-database")).doesNotExist();

    assertThat(cli.run("reset", "a.db").out())
        .startsWith("removed " + ledger + "\nthe next start puts this database on top of ");
    assertThat(ledger).doesNotExist();
    assertThat(ledger.resolveSibling("keep-this-database")).exists();
    assertThat(state).exists();
    assertThat(cli.run("reset", "a.db").out()).startsWith("there is no local state in ");
    assertThat(cli.run("reset").err())
        .isEqualTo("Error: database path required\nTry: seseragi reset /path/to/db\n");
  }
}
