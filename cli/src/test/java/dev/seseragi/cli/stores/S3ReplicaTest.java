package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.s3.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole way through the command to S3 and back. */
class S3ReplicaTest {
  private static S3TestServer server;
  @TempDir Path folder;
  private TestCli cli;

  @BeforeAll
  static void start() throws IOException {
    server = S3TestServer.inMemory();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void setUp() {
    cli = cli(folder);
  }

  private static TestCli cli(Path folder) {
    TestCli cli = TestCli.in(folder);
    server.environment().forEach(cli::with);
    return cli;
  }

  // There and back.

  @Test
  void theExamplesOfThePageReplicateAndRestore() throws IOException, SQLException {
    List<String> examples = ThereAndBack.examples("s3.md");
    assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
    int number = 0;
    for (String example : examples) {
      String bucket = "shop-backup-" + ++number;
      server.createBucket(bucket);
      Path machine = Files.createDirectories(folder.resolve(bucket));
      new ThereAndBack(cli(machine))
          .assertWorks(
              example
                  .replace("shop-backup", bucket)
                  .replace("https://s3.example.com", server.uri().toString())
                  .replace(
                      "s3://" + bucket + "/shop\n",
                      "s3://" + bucket + "/shop?endpoint=" + server.uri() + "\n"));
    }
  }

  // What Litestream wrote.

  private UploadedFixtures fixtures() {
    String place = RemoteServers.newPrefix() + "/";
    return new UploadedFixtures(
        cli, prefix -> "{url: \"%s\"}".formatted(server.replicaUrl(place + prefix)));
  }

  /** S3 knows to the second when an object was uploaded, and so which generation is the newest. */
  static List<Fixture> fixturesOfLitestream() {
    return UploadedFixtures.all().stream()
        .filter(fixture -> !fixture.name().equals("v3-generations"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("fixturesOfLitestream")
  void whatLitestreamWroteIsRestored(Fixture fixture) throws IOException {
    fixtures().assertNewestIsRestored(fixture);
  }

  @Test
  void aPointInTimeIsFoundByTheTimestampsInMetadata() throws IOException {
    fixtures()
        .assertPointsAreRestored(
            Fixtures.named("levels"), point -> point.argument("-timestamp").isPresent());
  }

  // Secrets.

  @Test
  void noSecretIsShownAnywhere() throws IOException, SQLException {
    fill(folder.resolve("a.db"), 10);
    Files.writeString(
        folder.resolve("c.yml"),
        """
        logging: {level: debug}
        dbs:
          - path: a.db
            replica:
              type: s3
              bucket: %s
              path: secrets
              endpoint: %s
              access-key-id: %s
              secret-access-key: $SECRET
        """
            .formatted(S3TestServer.BUCKET, server.uri(), S3TestServer.ACCESS_KEY_ID));

    for (String secret : List.of(S3TestServer.SECRET_ACCESS_KEY, "a-wrong-secret")) {
      cli.with("SECRET", secret);
      assertSilentAbout(secret, "databases", "-config", "c.yml");
      assertSilentAbout(secret, "databases", "-json", "-config", "c.yml");
      assertSilentAbout(secret, "status", "-config", "c.yml");
      assertSilentAbout(secret, "ltx", "-config", "c.yml", "a.db");
      assertSilentAbout(secret, "restore", "-config", "c.yml", "-o", "b.db", "a.db");
    }
    cli.with("SECRET", S3TestServer.SECRET_ACCESS_KEY);
    assertSilentAbout(S3TestServer.SECRET_ACCESS_KEY, "replicate", "-once", "-config", "c.yml");
  }

  private static void fill(Path database, int rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE IF NOT EXISTS t (x)");
      for (int i = 0; i < rows; i++) {
        statement.execute("INSERT INTO t VALUES (randomblob(500))");
      }
    }
  }

  private void assertSilentAbout(String secret, String... words) {
    Result result = cli.run(words);
    assertThat(result.out() + result.err())
        .as(String.join(" ", words))
        .isNotEmpty()
        .doesNotContain(secret);
  }
}
