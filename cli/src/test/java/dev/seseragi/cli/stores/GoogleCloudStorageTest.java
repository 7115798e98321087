package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.gcs.GcsFault;
import dev.seseragi.testkit.gcs.GcsOperation;
import dev.seseragi.testkit.gcs.GcsPermission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command with replicas in Google Cloud Storage, as docs/stores/gcs.md has them. */
class GoogleCloudStorageTest {
  private static final String BUCKET = "my-replicas";
  private static final Path PAGE =
      Fixtures.repositoryRoot().resolve("docs").resolve("stores").resolve("gcs.md");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;
  private FakeGcs gcs;
  private TestCli cli;

  @BeforeEach
  void start() throws IOException {
    gcs = FakeGcs.start().withBucket(BUCKET);
    cli = TestCli.in(folder).with("STORAGE_EMULATOR_HOST", gcs.hostAndPort());
    Matcher example = YAML.matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();
    Files.writeString(
        folder.resolve("litestream.yml"),
        example.group(1).replace("/data/shop.db", folder.resolve("shop.db").toString()));
  }

  @AfterEach
  void stop() {
    gcs.close();
  }

  private void configureMore(String yaml) throws IOException {
    Path file = folder.resolve("litestream.yml");
    Files.writeString(file, Files.readString(file) + yaml);
  }

  private void insert() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE IF NOT EXISTS t (x)");
      statement.execute("INSERT INTO t VALUES (randomblob(1000))");
    }
  }

  private int restoredRows() throws SQLException, IOException {
    Path restored = folder.resolve("elsewhere").resolve("shop.db");
    Files.deleteIfExists(restored);
    Result result = cli.run("restore", "-o", restored.toString(), "gs://" + BUCKET + "/shop");
    assertThat(result.exitCode()).as(result.err()).isZero();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + restored);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
      return rows.getInt(1);
    }
  }

  private Result replicate(String... flags) {
    Result result = run(flags);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  private Result run(String... flags) {
    String[] words = new String[flags.length + 4];
    words[0] = "replicate";
    words[1] = "-once";
    System.arraycopy(flags, 0, words, 2, flags.length);
    words[words.length - 2] = "-config";
    words[words.length - 1] = "litestream.yml";
    return cli.run(words);
  }

  @Test
  void whatIsReplicatedIsRestoredElsewhere() throws Exception {
    insert();
    replicate();
    insert();
    replicate();
    wipe();

    assertThat(restoredRows()).isEqualTo(2);
    assertThat(gcs.names(BUCKET)).allMatch(name -> name.startsWith("shop/"));
    assertThat(gcs.names(BUCKET)).contains("shop/ltx/0/0000000000000001-0000000000000001.ltx");
  }

  private void wipe() throws IOException {
    for (String name : new String[] {"shop.db", "shop.db-wal", "shop.db-shm"}) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  @Test
  void aBusyServerOnlySlowsItDown() throws Exception {
    insert();
    GcsFault busy = new GcsFault.Refused(503);
    gcs.fail(GcsOperation.LIST, busy, new GcsFault.Reset());
    gcs.fail(GcsOperation.UPLOAD, busy, new GcsFault.LostAnswer());

    replicate();

    gcs.fail(GcsOperation.READ, busy, new GcsFault.CutAnswer(50));
    assertThat(restoredRows()).isEqualTo(1);
  }

  @Test
  void withCreateOnlyRolesItReplicatesOnAndSaysOnceThatNothingIsDeleted() throws Exception {
    gcs.allow(GcsPermission.createOnly());
    configureMore("snapshot: {interval: 240h, retention: 1h}\n");
    insert();
    replicate("-force-snapshot");
    insert();
    replicate("-force-snapshot");

    cli.at(InstantSource.offset(InstantSource.system(), Duration.ofDays(2)));
    Result retention = run("-enforce-retention");

    assertThat(retention.exitCode()).as("what was asked for was not done").isEqualTo(1);
    assertThat(retention.err() + retention.out()).containsOnlyOnce("forbids deleting");
    assertThat(gcs.count(GcsOperation.DELETE)).isEqualTo(1);
    cli.at(InstantSource.system());
    insert();
    replicate();
    assertThat(restoredRows()).isEqualTo(3);
  }

  @Test
  void anEmptyReplicaIsProvenOne() throws Exception {
    Result empty = restoreIfThere();

    assertThat(empty.exitCode()).as(empty.err()).isZero();
    assertThat(empty.out()).contains("no matching backups found");
  }

  @Test
  void aReplicaThatCannotBeListedIsNoEmptyOne() throws Exception {
    gcs.allow(EnumSet.of(GcsPermission.GET));

    Result result = restoreIfThere();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("storage.objects.list", "roles/storage.objectViewer");
  }

  private Result restoreIfThere() {
    return cli.run("restore", "-if-replica-exists", "-o", "out.db", "gs://" + BUCKET + "/shop");
  }

  private UploadedFixtures fixtures() {
    return new UploadedFixtures(cli, prefix -> "{url: \"gs://%s/%s\"}".formatted(BUCKET, prefix));
  }

  static List<Fixture> fixturesOfLitestream() {
    return UploadedFixtures.all();
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
