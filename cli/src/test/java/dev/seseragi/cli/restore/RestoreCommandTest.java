package dev.seseragi.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreCommandTest {
  @TempDir Path folder;
  private TestCli cli;
  private String url;

  @BeforeEach
  void setUp() {
    cli = TestCli.in(folder);
    Fixture fixture = Fixtures.named("levels");
    url = "file://" + fixture.copyTo(folder.resolve("replica"));
  }

  private static void assertFailed(Result result, String error) {
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isEqualTo("Error: " + error + "\n");
  }

  @Test
  void aSuccessWritesNothingToStdout() {
    Result result = cli.run("restore", "-o", "sub/out.db", url);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("restored %s to TXID 00000000000000".formatted(folder.resolve("sub/out.db")));
    assertThat(folder.resolve("sub/out.db")).isNotEmptyFile();
  }

  @Test
  void theDatabaseOfTheConfigurationGoesWhereItWas() throws IOException {
    Files.writeString(folder.resolve("c.yml"), "dbs: [{path: a.db, replica: {path: replica}}]");

    assertThat(cli.run("restore", "-config", "c.yml", "a.db").exitCode()).isZero();

    assertThat(folder.resolve("a.db")).isNotEmptyFile();
    assertThat(cli.run("restore", "-config=c.yml", "-if-db-not-exists", "a.db"))
        .isEqualTo(new Result(0, "database already exists, skipping\n", ""));
  }

  @Test
  void theResultAsJson() {
    Result result = cli.run("restore", "-json", "-integrity-check=quick", "-o", "out.db", url);

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .matches(
            """
            \\{
              "db_path": "%s",
              "replica": "file",
              "txid": "[0-9a-f]{16}",
              "duration_ms": \\d+,
              "integrity_check": "quick"
            }
            """
                .formatted(folder.resolve("out.db")));
  }

  @Test
  void aDryRunTellsThePlanAndWritesNothing() {
    Result text = cli.run("restore", "-dry-run", "-o", "out.db", url);
    Result json = cli.run("restore", "-dry-run", "-json", "-o", "out.db", url);

    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .startsWith("would restore " + folder.resolve("out.db"))
        .contains("level  name")
        .contains("ltx/9/");
    assertThat(json.out())
        .startsWith(
            """
            {
              "source": "ltx",
              "target_path": "%s",
              "replica": "file",
              "min_txid": "0000000000000001",
              "max_txid": \
            """
                .formatted(folder.resolve("out.db")))
        .contains("\"files\": [\n    {\n      \"level\": 9,\n      \"min_txid\": ");
    assertThat(folder.resolve("out.db")).doesNotExist();
  }

  @Test
  void anEmptyReplicaIsAnErrorUnlessItMayBeOne() {
    String nothing = "file://" + folder.resolve("nothing");

    assertThat(cli.run("restore", "-o", "out.db", nothing).err())
        .startsWith("Error: no matching backup files available: ");
    assertThat(cli.run("restore", "-if-replica-exists", "-o", "out.db", nothing))
        .isEqualTo(new Result(0, "no matching backups found\n", ""));
  }

  @Test
  void aReplicaThatCannotBeReadIsNoEmptyOne() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    Result result = cli.run("restore", "-if-replica-exists", "-o", "out.db", "file://" + file);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("Error: ");
  }

  @Test
  void whatIsThereIsReplacedOnlyByForceAndOnlyWhenTheNewOneIsComplete() throws IOException {
    Path out = Files.writeString(folder.resolve("out.db"), "precious");
    Path damaged = Fixtures.named("damage-missing-middle").copyTo(folder.resolve("damaged"));

    Result refused = cli.run("restore", "-o", "out.db", url);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("out.db").contains("Try: -force to overwrite");

    Result failed = cli.run("restore", "-force", "-o", "out.db", "file://" + damaged);
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(out).hasContent("precious");

    assertThat(cli.run("restore", "-force", "-o", "out.db", url).exitCode()).isZero();
    assertThat(out).isNotEmptyFile();
  }

  @Test
  void anEarlierPointIsRestoredOnlyWhenAskedForAndSaysWhatIsLost() {
    Path damaged = Fixtures.named("damage-missing-middle").copyTo(folder.resolve("damaged"));

    Result result = cli.run("restore", "-allow-earlier-point", "-o", "out.db", "file://" + damaged);

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("Warning: ").contains("is NOT in the database");
    assertThat(folder.resolve("out.db")).isNotEmptyFile();
  }

  @Test
  void aPointOutsideTheHistorySaysWhichThereAre() {
    assertThat(cli.run("restore", "-txid", "00000000000000ff", "-o", "out.db", url).err())
        .startsWith("Error: no matching backup files available: ")
        .contains("0000000000000001");
    assertThat(cli.run("restore", "-timestamp", "2000-01-01T00:00:00Z", "-o", "out.db", url).err())
        .startsWith("Error: timestamp does not exist: ")
        .contains("0000000000000001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-txid 0000000000000001 -timestamp 2000-01-01T00:00:00Z|cannot specify index & timestamp to"
            + " restore",
        "-timestamp yesterday|invalid -timestamp, must specify in ISO 8601 format (e.g."
            + " 2000-01-01T00:00:00Z)",
        "-txid 1|invalid -txid: a TXID has exactly 16 hex digits (e.g. 000000000000002a), found"
            + " \"1\"",
        "-txid 0000000000000000|invalid -txid: the first position is 0000000000000001",
        "-parallelism 0|-parallelism must be 1 to 64 (got 0)",
        "-integrity-check some|-integrity-check must be none, quick or full (got some)",
        "-f|following a replica (-f) is not supported yet; restore again when you need it",
      })
  void aWrongFlagIsNamed(String flags, String error) {
    String[] words = ("restore -o out.db " + flags + " " + url).split(" ");

    assertFailed(cli.run(words), error);
  }

  @Test
  void aUrlNeedsAnOutput() {
    assertThat(cli.run("restore", url).err())
        .isEqualTo(
            "Error: -o is required when restoring from a replica URL\nTry: seseragi restore -o PATH %s\n"
                .formatted(url));
    assertThat(cli.run("restore").err())
        .isEqualTo(
            "Error: database path or replica URL required\nTry: seseragi restore /path/to/db\n");
  }
}
