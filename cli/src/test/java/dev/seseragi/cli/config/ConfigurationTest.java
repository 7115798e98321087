package dev.seseragi.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.log.LogSettings;
import dev.seseragi.cli.stores.ReplicaLocation;
import dev.seseragi.cli.stores.StoreType;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.fence.TakeOverPolicy;
import dev.seseragi.engine.proof.ProofSettings;
import dev.seseragi.ltx.PageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private static final byte[] MAGIC =
      "SQLite format 3\0 and more".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private TestCli cli;

  @BeforeEach
  void setUp() {
    cli = TestCli.in(folder).with("HOME", "/home/me").with("NAME", "shop");
  }

  private Configuration read(String yaml) throws IOException {
    Files.writeString(folder.resolve("c.yml"), yaml);
    return ConfigurationFile.read(Optional.of("c.yml"), true, cli.surroundings());
  }

  @Test
  void whatIsNotSaidIsAsInLitestream() throws IOException {
    Configuration configuration =
        read(
            """
            dbs:
              - path: shop.db
                replica:
                  url: file:///backup/shop
            """);

    assertThat(configuration.notes()).isEmpty();
    assertThat(configuration.metricsAddress()).isEmpty();
    assertThat(configuration.exec()).isEmpty();
    assertThat(configuration.shutdownBudget()).isEqualTo(Duration.ofSeconds(8));
    assertThat(configuration.logging()).isEqualTo(LogSettings.DEFAULT);
    DatabaseConfiguration database = configuration.databases().getFirst();
    assertThat(database.path()).isEqualTo(folder.resolve("shop.db"));
    assertThat(database.settings().stateFolder()).isEqualTo(folder.resolve(".shop.db-seseragi"));
    assertThat(database.replica())
        .isEqualTo(new ReplicaLocation.Directory(Path.of("/backup/shop")));
    assertThat(database.isRestoredIfMissing()).isFalse();
    assertThat(database.settings()).isEqualTo(ReplicatorSettings.defaultsFor(database.path()));
  }

  @Test
  void proofsAreMadeWhereTheyAreAskedFor() throws IOException {
    Configuration configuration =
        read(
            """
            dbs:
              - path: a.db
                replica: {path: a}
              - path: b.db
                replica: {path: b}
                seseragi: {verify-interval: 1h}
              - path: c.db
                replica: {path: c}
                seseragi: {verify-interval: 0s}
            seseragi: {verify-interval: 24h, verify-folder: scratch}
            """);

    ProofSettings daily =
        ProofSettings.every(Duration.ofHours(24)).withFolder(folder.resolve("scratch"));
    ProofSettings hourly =
        ProofSettings.every(Duration.ofHours(1)).withFolder(folder.resolve("scratch"));
    assertThat(configuration.databases())
        .extracting(database -> database.settings().proofs())
        .containsExactly(Optional.of(daily), Optional.of(hourly), Optional.empty());
  }

  @Test
  void everythingThatIsSaidIsHonoured() throws IOException {
    Configuration configuration =
        read(
            """
            addr: ":9090"
            exec: myapp -x "a b"
            sync-interval: 5s
            levels:
              - interval: 10s
              - interval: 1m
            snapshot: {interval: 2h, retention: 48h}
            l0-retention: 0s
            retention: {enabled: false}
            shutdown-sync-timeout: 20s
            logging: {level: debug, type: json, stderr: true}
            seseragi:
              page-format: frame
              take-over: wait
              take-over-stillness: 30s
              others-delete-after: 0s
            dbs:
              - path: sqlite://~/$NAME.db
                meta-path: ~/state
                restore-if-db-not-exists: yes
                snapshot: {interval: 1h}
                replica:
                  path: backup/${NAME}
              - path: /b.db
                replicas:
                  - type: file
                    path: /backup/b
                    sync-interval: 250ms
            """);

    assertThat(configuration.metricsAddress()).contains(new ListenAddress("", 9090));
    assertThat(configuration.exec()).contains("myapp -x \"a b\"");
    assertThat(configuration.shutdownBudget()).isEqualTo(Duration.ofSeconds(20));
    assertThat(configuration.logging())
        .isEqualTo(new LogSettings(System.Logger.Level.DEBUG, LogSettings.Format.JSON, true));
    DatabaseConfiguration shop = configuration.databases().getFirst();
    assertThat(shop.path()).isEqualTo(Path.of("/home/me/shop.db"));
    assertThat(shop.settings().stateFolder()).isEqualTo(Path.of("/home/me/state"));
    assertThat(shop.replica())
        .isEqualTo(new ReplicaLocation.Directory(folder.resolve("backup/shop")));
    assertThat(shop.isRestoredIfMissing()).isTrue();
    assertThat(shop.settings().syncInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(shop.settings().compaction().levelIntervals())
        .isEqualTo(List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)));
    assertThat(shop.settings().compaction().snapshotInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(shop.settings().compaction().snapshotRetention()).isEqualTo(Duration.ofDays(2));
    assertThat(shop.settings().compaction().l0Retention()).isEqualTo(Duration.ZERO);
    assertThat(shop.settings().compaction().retentionEnabled()).isFalse();
    assertThat(shop.settings().pageFormat()).isEqualTo(PageFormat.FRAME);
    assertThat(shop.settings().takeOver())
        .isEqualTo(new TakeOverPolicy(TakeOverPolicy.Kind.WAIT, Duration.ofSeconds(30)));
    assertThat(shop.settings().deletionAge()).isZero();
    DatabaseConfiguration other = configuration.databases().get(1);
    assertThat(other.settings().syncInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(other.settings().compaction().snapshotInterval()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void anchorsAndMergedMapsAreFollowed() throws IOException {
    Configuration configuration =
        read(
            """
            dbs:
              - &first
                path: /a.db
                restore-if-db-not-exists: true
                replica: {path: /backup/a}
              - <<: *first
                path: /b.db
                replica: {path: /backup/b}
            """);

    DatabaseConfiguration second = configuration.databases().get(1);
    assertThat(second.path()).isEqualTo(Path.of("/b.db"));
    assertThat(second.isRestoredIfMissing()).isTrue();
  }

  @Test
  void theBudgetOfOursWinsOverLitestreams() throws IOException {
    Configuration configuration =
        read("shutdown-sync-timeout: 30s\nseseragi: {shutdown-budget: 4s}\n");

    assertThat(configuration.shutdownBudget()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aFolderGivesItsDatabasesEachWithAReplicaOfItsOwn() throws IOException {
    Files.createDirectories(folder.resolve("dbs/sub"));
    Files.write(folder.resolve("dbs/b.db"), MAGIC);
    Files.write(folder.resolve("dbs/a.db"), MAGIC);
    Files.write(folder.resolve("dbs/sub/c.db"), MAGIC);
    Files.write(folder.resolve("dbs/d.txt"), MAGIC);
    Files.writeString(folder.resolve("dbs/no-database.db"), "text");
    String entry =
        """
        dbs:
          - dir: dbs
            pattern: "*.db"
            recursive: %s
            replica: {path: /backup}
        """;

    List<DatabaseConfiguration> flat = read(entry.formatted("false")).databases();
    List<DatabaseConfiguration> deep = read(entry.formatted("true")).databases();

    assertThat(flat)
        .extracting(DatabaseConfiguration::path)
        .containsExactly(folder.resolve("dbs/a.db"), folder.resolve("dbs/b.db"));
    assertThat(deep)
        .extracting(DatabaseConfiguration::replica)
        .containsExactly(
            new ReplicaLocation.Directory(Path.of("/backup/a.db")),
            new ReplicaLocation.Directory(Path.of("/backup/b.db")),
            new ReplicaLocation.Directory(Path.of("/backup/sub/c.db")));
    assertThat(deep.get(2).settings().stateFolder())
        .isEqualTo(folder.resolve("dbs/sub/.c.db-seseragi"));
  }

  @Test
  void aFolderCanKeepItsStateElsewhere() throws IOException {
    Files.createDirectories(folder.resolve("dbs/sub"));
    Files.write(folder.resolve("dbs/sub/c.db"), MAGIC);

    List<DatabaseConfiguration> databases =
        read("""
        dbs:
          - dir: dbs
            pattern: "*.db"
            recursive: true
            meta-dir: state
            replica: {url: "s3://bucket/base/?region=x"}
        """)
            .databases();

    assertThat(databases.getFirst().settings().stateFolder())
        .isEqualTo(folder.resolve("state/sub/.c.db-seseragi"));
    assertThat(databases.getFirst().replica())
        .isEqualTo(
            new ReplicaLocation.Remote(
                StoreType.S3, "s3://bucket/base/sub/c.db?region=x", java.util.Map.of()));
  }

  @Test
  void remoteReplicasTakeTheirKeysFromTheTopLevelToo() throws IOException {
    Configuration configuration =
        read(
            """
            access-key-id: AKIA
            secret-access-key: hunter2
            region: eu-central-1
            dbs:
              - path: /a.db
                replica: {type: s3, bucket: b, path: /a, region: us-west-2}
            """);

    ReplicaLocation.Remote remote =
        (ReplicaLocation.Remote) configuration.databases().getFirst().replica();
    assertThat(remote.options())
        .containsEntry("region", "us-west-2")
        .containsEntry("secret-access-key", "hunter2");
    assertThat(remote.describe()).isEqualTo("s3://b//a");
    assertThat(configuration.toString()).doesNotContain("hunter2");
    assertThat(configuration.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "/lead/ing", "x/y", "'a?b%'"})
  void thePathOfAReplicaOnS3StaysAsItIs(String path) throws IOException {
    Configuration configuration =
        read(
            """
            dbs:
              - path: /a.db
                replica: {type: s3, bucket: b, path: "%s"}
            """
                .formatted(path));

    ReplicaLocation.Remote remote =
        (ReplicaLocation.Remote) configuration.databases().getFirst().replica();
    assertThat(remote.options()).containsEntry("path", path);
    assertThat(((ReplicaLocation.Remote) remote.below("c.db")).options())
        .containsEntry("path", path.isEmpty() ? "c.db" : path + "/c.db");
  }

  @Test
  void whatHasNoEffectIsNotedWithItsLineAndReason() throws IOException {
    Configuration configuration =
        read(
            """
            verify-compaction: true
            bucket: unused
            dbs:
              - path: /a.db
                monitor-interval: 5s
                checkpoint-interval: 1m
                min-checkpoint-page-count: 1000
                truncate-page-n: 0
                busy-timeout: 1s
                max-sync-wal-bytes: 100
                replica:
                  path: /backup/${MISSING}
                  name: main
                  validation-interval: 1h
                  max-sync-ltx-files: 3
                  auto-recover: true
            """);

    assertThat(configuration.notes())
        .anyMatch(note -> note.startsWith("c.yml:1: verify-compaction: has no effect: "))
        .anyMatch(note -> note.startsWith("c.yml:2: bucket: has no effect: no replica"))
        .anyMatch(note -> note.startsWith("c.yml:5: dbs[/a.db].monitor-interval: has no effect"))
        .anyMatch(note -> note.startsWith("c.yml:16: dbs[/a.db].replica.auto-recover: has no"))
        .contains("c.yml: $MISSING is not set and was read as empty")
        .hasSize(13);
  }

  @Test
  void theFileIsFoundByFlagThenByVariable() throws IOException {
    Files.writeString(folder.resolve("a.yml"), "addr: ':1'");
    Files.writeString(folder.resolve("b.yml"), "addr: ':2'");
    cli.with("LITESTREAM_CONFIG", "a.yml");
    assertThat(ConfigurationFile.read(Optional.empty(), true, cli.surroundings()).metricsAddress())
        .contains(new ListenAddress("", 1));

    cli.with("SESERAGI_CONFIG", folder.resolve("b.yml").toString());
    assertThat(ConfigurationFile.read(Optional.empty(), true, cli.surroundings()).metricsAddress())
        .contains(new ListenAddress("", 2));

    cli.reading("addr: 'localhost:3'");
    assertThat(ConfigurationFile.read(Optional.of("-"), true, cli.surroundings()).metricsAddress())
        .contains(new ListenAddress("localhost", 3));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> ConfigurationFile.read(Optional.of("none.yml"), true, cli.surroundings()))
        .isInstanceOf(CommandException.class)
        .hasMessage("config file not found: " + folder.resolve("none.yml"));
  }

  @Test
  void variablesStayWhereNobodyWantsThemExpanded() throws IOException {
    Files.writeString(folder.resolve("c.yml"), "exec: echo $NAME");

    Configuration configuration =
        ConfigurationFile.read(Optional.of("c.yml"), false, cli.surroundings());

    assertThat(configuration.exec()).contains("echo $NAME");
  }
}
