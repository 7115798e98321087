package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.s3.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
}
