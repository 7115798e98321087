package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.sftp.SftpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command with replicas on an SFTP server, as docs/stores/sftp.md has them. */
final class SftpTest {
  private static final String DOCUMENTED_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  private static SftpServer server;
  @TempDir Path folder;

  /** What the server has; its paths are those of this machine. */
  @TempDir Path remote;

  private TestCli cli;
  private UploadedFixtures fixtures;

  @BeforeAll
  static void start() {
    server = SftpServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void setUp() {
    cli = TestCli.in(folder).with("SFTP_PASSWORD", SftpServer.PASSWORD);
    fixtures =
        new UploadedFixtures(
            cli,
            prefix ->
                "{type: sftp, host: \"127.0.0.1:%d\", user: %s, password: $SFTP_PASSWORD, host-key: %s, path: %s}"
                    .formatted(
                        server.port(), SftpServer.USER, server.hostKey(), remote.resolve(prefix)));
  }

  static List<String> examples() throws IOException {
    return ThereAndBack.examples("sftp.md");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesOfThePageWork(String example) throws Exception {
    KeyPair key = SftpServer.newKey();
    server.accept(key.getPublic());
    SftpServer.writeKey(key, null, folder.resolve("id_ed25519"));
    assertThat(example).contains("sftp.example.com", "backup", "/backup/shop", DOCUMENTED_KEY);

    new ThereAndBack(cli)
        .assertWorks(
            example
                .replace("/backup/shop", remote.resolve("shop").toString())
                .replace(": backup\n", ": " + SftpServer.USER + "\n")
                .replace("backup@", SftpServer.USER + "@")
                .replace("sftp.example.com:22", "127.0.0.1:" + server.port())
                .replace("sftp.example.com", "127.0.0.1:" + server.port())
                .replace("/etc/seseragi/id_ed25519", folder.resolve("id_ed25519").toString())
                .replace(DOCUMENTED_KEY, server.hostKey()));

    assertThat(remote.resolve("shop/ltx/0/0000000000000001-0000000000000001.ltx")).isRegularFile();
  }

  static List<Fixture> whatLitestreamWrote() {
    return UploadedFixtures.all();
  }

  @ParameterizedTest
  @MethodSource
  void whatLitestreamWrote(Fixture fixture) throws IOException {
    fixtures.assertNewestIsRestored(fixture);
  }

  @Test
  void pointsInTimeAreFoundThoughFilesHaveWholeSecondsOnly() throws IOException {
    Fixture fixture = Fixtures.named("levels");
    // Listings end there, so what was committed later in that second is after the newest object.
    Instant newestListed =
        fixture.files().stream()
            .map(file -> file.modified().truncatedTo(ChronoUnit.SECONDS))
            .max(Comparator.naturalOrder())
            .orElseThrow();

    fixtures.assertPointsAreRestored(
        fixture,
        point ->
            point.argument("-timestamp").map(Instant::parse).stream()
                .noneMatch(newestListed::isBefore));
  }

  @Test
  void anEmptyReplicaIsProvenOneAndAFileInItsPlaceIsAnError() throws IOException {
    Files.writeString(
        folder.resolve("c.yml"),
        """
        host: 127.0.0.1:%d
        user: %s
        password: $SFTP_PASSWORD
        host-key: %s
        dbs:
          - path: shop.db
            replica: {type: sftp, path: %s}
        """
            .formatted(
                server.port(), SftpServer.USER, server.hostKey(), remote.resolve("replica")));
    assertThat(restoreIfThere()).isEqualTo(new Result(0, "no matching backups found\n", ""));

    Files.createFile(remote.resolve("replica"));
    Result obstructed = restoreIfThere();
    assertThat(obstructed.exitCode()).isEqualTo(1);
    assertThat(obstructed.err()).contains("a file where a folder was expected");
  }

  private Result restoreIfThere() {
    return cli.run("restore", "-if-replica-exists", "-config", "c.yml", "-o", "out.db", "shop.db");
  }
}
