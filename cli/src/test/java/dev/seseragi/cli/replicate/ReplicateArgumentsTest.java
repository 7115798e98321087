package dev.seseragi.cli.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicateArgumentsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "/x.db!must specify at least one replica URL for /x.db",
        "/x.db file:///b -once!flag \"-once\" must be positioned before DB_PATH and REPLICA_URL"
            + " arguments",
        "-config c.yml /x.db file:///b!cannot specify a replica URL and the -config flag",
        "/x.db file:///a file:///b!multiple replicas on a single database are no longer supported",
        "-force-snapshot /x.db file:///b!cannot specify -force-snapshot without -once",
        "-enforce-retention /x.db file:///b!cannot specify -enforce-retention without -once",
        "-once -exec true /x.db file:///b!cannot specify -once together with exec",
        "-log-level loud /x.db file:///b!-log-level must be trace, debug, info, warn or error (got"
            + " loud)",
        "/x.db ftp://b!unknown replica type \"ftp\" in ftp://b: expected one of file, s3, gs, abs,"
            + " sftp, webdav, nats, oss",
      })
  void aWrongLineIsAnError(String words, String error) {
    Result result = TestCli.in(folder).run(("replicate " + words).split(" "));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("Error: " + error + "\n");
  }

  @Test
  void nothingToReplicateIsAnError() {
    Result result = TestCli.in(folder).reading("addr: ':0'").run("replicate", "-config", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("Error: no databases configured: there is nothing to replicate\nTry: ");
  }

  @Test
  void aStoreThatIsNotBuiltInIsNamedBeforeAnythingStarts() {
    Result result = TestCli.in(folder).run("replicate", "/x.db", "nats://bucket/x?secret=hunter2");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("Error: cannot open nats://bucket/x: replicas of type nats are not built into");
  }
}
