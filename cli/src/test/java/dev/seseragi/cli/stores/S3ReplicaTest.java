package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.FixtureFile;
import dev.seseragi.testkit.fixtures.FixtureRestore;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way through the command to S3 and back. */
class S3ReplicaTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final String EMPTY = "s3://" + S3TestServer.BUCKET + "/nothing-here";

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
    cli = TestCli.in(folder);
    server.environment().forEach(cli::with);
  }

  // There and back.

  static List<String> examples() throws IOException {
    Path page = Fixtures.repositoryRoot().resolve("docs/stores/s3.md");
    return YAML.matcher(Files.readString(page))
        .results()
        .map((MatchResult example) -> example.group(1))
        .toList();
  }

  @Test
  void theExamplesOfThePageReplicateAndRestore() throws IOException, SQLException {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(2);
    int number = 0;
    for (String example : examples()) {
      String bucket = "shop-backup-" + ++number;
      server.createBucket(bucket);
      Path database = folder.resolve("shop" + number + ".db");
      String yaml =
          example
              .replace("/data/shop.db", database.toString())
              .replace("shop-backup", bucket)
              .replace("https://s3.example.com", server.uri().toString())
              .replace(
                  "s3://" + bucket + "/shop\n",
                  "s3://" + bucket + "/shop?endpoint=" + server.uri() + "\n");
      thereAndBack(yaml, database);
    }
  }

  private void thereAndBack(String yaml, Path database) throws IOException, SQLException {
    Files.writeString(folder.resolve("litestream.yml"), yaml);
    fill(database, 100);

    Result first = cli.run("replicate", "-once", "-config", "litestream.yml");
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    fill(database, 50);
    Result second = cli.run("replicate", "-once", "-force-snapshot", "-config", "litestream.yml");
    assertThat(second.exitCode()).as(second.out() + second.err()).isZero();

    wipe();
    Path elsewhere = folder.resolve("elsewhere/shop.db");
    Result restored =
        cli.run(
            "restore",
            "-config",
            "litestream.yml",
            "-integrity-check=full",
            "-o",
            elsewhere.toString(),
            database.toString());
    assertThat(restored.exitCode()).as(restored.out() + restored.err()).isZero();
    assertThat(count(elsewhere)).isEqualTo(150);
  }

  private void wipe() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (path.toString().contains(".db")) {
          Files.delete(path);
        }
      }
    }
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

  private static int count(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      return result.getInt(1);
    }
  }

  // What Litestream wrote.

  @ParameterizedTest
  @ValueSource(strings = {"levels", "page-8192", "v050-levels", "v3-indices", "v3-page-4096"})
  void whatLitestreamWroteIsRestored(String name) throws Exception {
    Fixture fixture = Fixtures.named(name);
    String url = server.replicaUrl("fixtures/" + name);
    upload(fixture, url);

    Result result = cli.run("restore", "-o", "out.db", url);

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(sha256(folder.resolve("out.db")))
        .isEqualTo(fixture.newest().database().orElseThrow().sha256().orElseThrow());
  }

  @Test
  void aPointInTimeIsFoundByTheTimestampsInMetadata() throws Exception {
    Fixture fixture = Fixtures.named("levels");
    String url = server.replicaUrl("times/levels");
    upload(fixture, url);
    List<FixtureRestore> byTime =
        fixture.restores().stream()
            .filter(restore -> restore.argument("-timestamp").isPresent())
            .filter(restore -> restore.database().isPresent())
            .toList();
    assertThat(byTime).isNotEmpty();

    for (FixtureRestore restore : byTime) {
      String time = restore.argument("-timestamp").orElseThrow();
      Result result = cli.run("restore", "-force", "-timestamp", time, "-o", "out.db", url);
      assertThat(result.exitCode()).as(time + ": " + result.err()).isZero();
      assertThat(sha256(folder.resolve("out.db")))
          .as(time)
          .isEqualTo(restore.database().orElseThrow().sha256().orElseThrow());
    }
  }

  /** As Litestream keeps it on S3. */
  private void upload(Fixture fixture, String url) throws IOException {
    try (ObjectStore store = Stores.open(ReplicaUrl.parse(url), cli.surroundings())) {
      for (FixtureFile file : fixture.files()) {
        String name =
            file.segment()
                .map(segment ->
                    store.levelNaming().folder(segment.level())
                        + file.path().substring(file.path().lastIndexOf('/') + 1))
                .orElse(file.path());
        store.put(
            name,
            Body.of(fixture.folder().resolve("replica").resolve(file.path())),
            file.modified().truncatedTo(ChronoUnit.MILLIS));
      }
    }
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  // Nothing there, or could not look.

  private Result restoreIfExists(URI endpoint, String url) {
    return cli.run("restore", "-if-replica-exists", "-o", "out.db", url + "?endpoint=" + endpoint);
  }

  private void assertCouldNotLook(Result result) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
    assertThat(result.err()).startsWith("Error: ").doesNotContain(S3TestServer.SECRET_ACCESS_KEY);
    assertThat(folder.resolve("out.db")).doesNotExist();
  }

  @Test
  void aProvenEmptyPrefixIsNoError() {
    assertThat(restoreIfExists(server.uri(), EMPTY))
        .isEqualTo(new Result(0, "no matching backups found\n", ""));
  }

  @Test
  void aMissingBucketIsAnError() {
    Result result = restoreIfExists(server.uri(), "s3://no-such-bucket/x");

    assertCouldNotLook(result);
    assertThat(result.err()).contains("there is no bucket no-such-bucket");
  }

  @Test
  void wrongCredentialsAreAnError() {
    cli.with("AWS_SECRET_ACCESS_KEY", "not-the-secret");

    Result result = restoreIfExists(server.uri(), EMPTY);

    assertCouldNotLook(result);
    assertThat(result.err()).contains("403").doesNotContain("not-the-secret");
  }

  @Test
  void aNameThatCannotBeResolvedIsAnError() {
    assertCouldNotLook(restoreIfExists(URI.create("http://s3.seseragi.invalid"), EMPTY));
  }

  @Test
  void anOverloadedServerAndACutListingAreErrors() throws IOException {
    for (WireFault fault :
        List.of(
            Answer.status(503),
            new WireFault.CutAnswer(100),
            new WireFault.ShortenAnswer(100),
            new Answer(200, Map.of(), ""))) {
      try (WireProxy proxy = WireProxy.to(server.uri())) {
        proxy.always(request -> true, fault);
        assertCouldNotLook(restoreIfExists(proxy.uri(), EMPTY));
      }
    }
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

  private void assertSilentAbout(String secret, String... words) {
    Result result = cli.run(words);
    assertThat(result.out() + result.err())
        .as(String.join(" ", words))
        .isNotEmpty()
        .doesNotContain(secret);
  }
}
