package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.cli.config.ConfigurationFile;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.testkit.fixtures.DatabaseFacts;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.FixtureFile;
import dev.seseragi.testkit.fixtures.FixtureRestore;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Replicas that Litestream wrote, laid into a store as Litestream keeps them in stores of its kind,
 * and restored from there by the command to what Litestream itself restores.
 */
final class UploadedFixtures {
  private static final String CONFIGURATION = "fixture.yml";
  private static final String DATABASE = "fixture.db";
  private static final String RESTORED = "restored.db";

  /** Its database has a gigabyte, and nothing that depends on the store. */
  private static final String HUGE = "lock-page";

  private final TestCli cli;
  private final Path folder;
  private final UnaryOperator<String> replica;

  /**
   * Fixtures in one store.
   *
   * @param replica makes of a prefix the keys of the replica there, as YAML on one line, such as
   *     {@code {url: "s3://bucket/PREFIX"}}
   */
  UploadedFixtures(TestCli cli, UnaryOperator<String> replica) {
    this.cli = cli;
    this.folder = cli.surroundings().workingFolder();
    this.replica = replica;
  }

  /** All that are as Litestream left them, but for a huge one. */
  static List<Fixture> all() {
    return Fixtures.undamaged().stream().filter(it -> !it.name().equals(HUGE)).toList();
  }

  /** Uploads a fixture and restores the newest state. */
  void assertNewestIsRestored(Fixture fixture) throws IOException {
    upload(fixture);

    assertRestores(fixture.newest());
  }

  /** Uploads a fixture and restores each TXID and time of which it is known what comes out. */
  void assertEveryPointIsRestored(Fixture fixture) throws IOException {
    assertPointsAreRestored(fixture, point -> true);
  }

  /** The same with some of the points only. */
  void assertPointsAreRestored(Fixture fixture, Predicate<FixtureRestore> which)
      throws IOException {
    List<FixtureRestore> known =
        fixture.restores().stream().filter(it -> it.database().isPresent()).filter(which).toList();
    assertThat(known).hasSizeGreaterThan(1);
    upload(fixture);

    for (FixtureRestore restore : known) {
      assertRestores(restore);
    }
  }

  private void assertRestores(FixtureRestore restore) throws IOException {
    List<String> words = new ArrayList<>(List.of("restore", "-force", "-config", CONFIGURATION));
    words.addAll(restore.args());
    words.addAll(List.of("-o", RESTORED, DATABASE));

    Result result = cli.run(words.toArray(String[]::new));

    assertThat(result.exitCode()).as("%s: %s", words, result.err()).isZero();
    assertThat(sha256(folder.resolve(RESTORED)))
        .as(restore.point())
        .isEqualTo(restore.database().flatMap(DatabaseFacts::sha256).orElseThrow());
  }

  private void upload(Fixture fixture) throws IOException {
    String keys = replica.apply("fixtures/" + fixture.name());
    Files.writeString(
        folder.resolve(CONFIGURATION),
        "dbs: [{path: \"%s\", replica: %s}]\n".formatted(DATABASE, keys));
    ReplicaLocation location =
        ConfigurationFile.read(Optional.of(CONFIGURATION), true, cli.surroundings())
            .databases()
            .getFirst()
            .replica();
    try (ObjectStore store = Stores.plain(location, cli.surroundings())) {
      // Some stores know only when an object was uploaded: in this order they know which is newer.
      List<FixtureFile> files =
          fixture.files().stream().sorted(Comparator.comparing(FixtureFile::modified)).toList();
      for (FixtureFile file : files) {
        Path bytes = fixture.folder().resolve("replica").resolve(file.path());
        assertThat(
                store.create(
                    name(file, store),
                    Body.of(bytes),
                    file.modified().truncatedTo(ChronoUnit.MILLIS)))
            .as(file.path())
            .isEqualTo(new PutOutcome.Created());
      }
    }
  }

  /** Fixtures lie as in a directory; some stores have other folders for the levels. */
  private static String name(FixtureFile file, ObjectStore store) {
    return file.segment()
        .map(segment ->
            store.levelNaming().folder(segment.level())
                + file.path().substring(file.path().lastIndexOf('/') + 1))
        .orElse(file.path());
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
