package dev.seseragi.cli.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.cli.replicate.TestDatabase;
import dev.seseragi.store.encryption.EncryptionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An encrypted replica through the whole command line, and each way to be refused. */
class EncryptionCommandsTest {
  private static final String KEY = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);
  private static final String FINGERPRINT = EncryptionKey.parse(KEY, "test").fingerprint();
  private static final String OTHER_FINGERPRINT = EncryptionKey.parse(OTHER, "test").fingerprint();
  private static final String VARIABLE = "SESERAGI_ENCRYPTION_KEY";

  @TempDir Path folder;
  private Path database;
  private String url;

  @BeforeEach
  void setUp() {
    database = folder.resolve("shop.db");
    url = "file://" + folder.resolve("replica");
  }

  private TestCli plain() {
    return TestCli.in(folder);
  }

  private TestCli keyed() {
    return plain().with(VARIABLE, KEY);
  }

  private void replicate(TestCli cli) throws SQLException {
    try (TestDatabase app = TestDatabase.create(database)) {
      app.insert();
      Result result = cli.run("replicate", "-once", "shop.db", url);
      assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }
  }

  private void wipe() throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(database + suffix));
    }
    try (Stream<Path> state = Files.walk(folder.resolve(".shop.db-seseragi"))) {
      for (Path path : state.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void assertSilentAbout(String secret, Result result) {
    assertThat(result.out() + result.err()).doesNotContain(secret);
  }

  @Test
  void whatIsReplicatedWithAKeyIsRestoredWithIt() throws Exception {
    replicate(keyed());
    wipe();

    Result restored = keyed().run("restore", "-o", "shop.db", url);

    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(TestDatabase.countRows(database)).isEqualTo(1);
    replicate(keyed());
    assertThat(keyed().run("verify", url).exitCode()).isZero();
    assertThat(keyed().run("ltx", url).out()).hasLineCount(5);
    assertSilentAbout(KEY, restored);
  }

  @Test
  void noObjectButTheMarkIsReadable() throws Exception {
    replicate(keyed());

    try (Stream<Path> files = Files.walk(folder.resolve("replica"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        boolean isMark = file.endsWith("seseragi/encryption.json");
        assertThat(content.startsWith("SESENC01")).as(file.toString()).isNotEqualTo(isMark);
        assertThat(content).doesNotContain("LTX1", "SQLite", KEY);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restore -o new.db URL",
        "restore -o new.db -dry-run URL",
        "restore -o new.db -if-replica-exists URL",
        "verify URL",
        "ltx URL",
        "retain URL",
        "fenced list URL",
        "replicate -once other.db URL",
        "replicate -once -restore-if-db-not-exists new.db URL"
      })
  void everyCommandWithoutTheKeySaysWhatIsMissing(String line) throws Exception {
    replicate(keyed());
    Files.copy(database, folder.resolve("other.db"));

    Result none = plain().run(line.replace("URL", url).split(" "));
    assertThat(none.exitCode()).as(none.out() + none.err()).isNotZero();
    assertThat(none.out() + none.err())
        .contains("is encrypted with key " + FINGERPRINT + ", and no key is configured")
        .contains("seseragi.encryption", VARIABLE);

    Result other = plain().with(VARIABLE, OTHER).run(line.replace("URL", url).split(" "));
    assertThat(other.exitCode()).as(other.out() + other.err()).isNotZero();
    assertThat(other.out() + other.err())
        .contains("with key " + FINGERPRINT, "configured key is " + OTHER_FINGERPRINT);
    assertSilentAbout(OTHER, other);
    assertThat(folder.resolve("new.db")).doesNotExist();
  }

  @Test
  void doctorNamesTheMismatchAndLeavesNothing() throws Exception {
    replicate(keyed());

    Result none = plain().run("doctor", url);
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.out()).contains("no key is configured");

    Result good = keyed().run("doctor", url);
    assertThat(good.exitCode()).as(good.out()).isZero();
    assertThat(folder.resolve("replica/seseragi/doctor")).isEmptyDirectory();

    String empty = "file://" + folder.resolve("empty");
    assertThat(keyed().run("doctor", empty).exitCode()).isZero();
    assertThat(folder.resolve("empty/seseragi/encryption.json")).doesNotExist();
  }

  @Test
  void aWriterWithoutTheKeyIsRefusedAndNotAskedAgain() throws Exception {
    replicate(keyed());

    Result none = plain().run("replicate", "-once", "shop.db", url);

    assertThat(none.exitCode()).as(none.out() + none.err()).isEqualTo(4);
  }

  @Test
  void aPlainReplicaIsNotContinuedEncrypted() throws Exception {
    replicate(plain());

    Result result = keyed().run("replicate", "-once", "shop.db", url);

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out() + result.err())
        .contains("is not encrypted", "replicate it to a new, empty place");
    assertThat(keyed().run("restore", "-o", "new.db", url).exitCode()).isEqualTo(1);
    assertThat(folder.resolve("new.db")).doesNotExist();
    assertThat(folder.resolve("replica/seseragi/encryption.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key-env: SHOP_KEY",
        "key-file: secret.key",
        "key-command: 'cat secret.key | tr -d x'"
      })
  void theKeyComesFromAVariableAFileOrACommand(String source) throws Exception {
    Files.writeString(folder.resolve("secret.key"), KEY + "\n");
    String base = "dbs: [{path: %s, replica: {url: '%s'}}]\n".formatted(database, url);
    String command = source.replace("secret.key", folder.resolve("secret.key").toString());
    Files.writeString(
        folder.resolve("c.yml"), base + "seseragi: {encryption: {" + command + "}}\n");
    TestCli cli = plain().with("SHOP_KEY", KEY);
    try (TestDatabase app = TestDatabase.create(database)) {
      app.insert();
      Result result = cli.run("replicate", "-once", "-config", "c.yml");
      assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }
    wipe();

    Result restored = cli.run("restore", "-config", "c.yml", database.toString());

    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(TestDatabase.countRows(database)).isEqualTo(1);
    assertThat(keyed().run("verify", url).exitCode()).isZero();
  }

  @Test
  void aDatabaseMayHaveAKeyOfItsOwn() throws Exception {
    Files.writeString(
        folder.resolve("c.yml"),
        """
        seseragi: {encryption: {key-env: COMMON}}
        dbs:
          - {path: %s, replica: {url: '%s'}, seseragi: {encryption: {key-env: OWN}}}
        """
            .formatted(database, url));
    try (TestDatabase app = TestDatabase.create(database)) {
      app.insert();
      TestCli cli = plain().with("COMMON", OTHER).with("OWN", KEY);
      assertThat(cli.run("replicate", "-once", "-config", "c.yml").exitCode()).isZero();
    }
    assertThat(keyed().run("verify", url).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "encryption:",
        "encryption: {}",
        "encryption: true",
        "encryption: {key: KEY}",
        "encryption: {key-env: KEY}",
        "encryption: {key-file: KEY}",
        "encryption: {key-command: KEY}",
        "encryption: {key-env: 'not a name'}",
        "encryption: {key-env: }",
        "encryption: {key-env: A, key-file: b}",
        "encryption: {key-env: A, scheme: rot13}",
        "encryptoin: {key-env: A}"
      })
  void aSettingThatIsNotUnderstoodIsRefusedAndShowsNoSecret(String setting) throws Exception {
    String yaml = setting.replace("KEY", KEY);
    for (String where :
        List.of(
            "seseragi: {%s}\ndbs: [{path: a.db, replica: {path: r}}]\n",
            "dbs: [{path: a.db, replica: {path: r}, seseragi: {%s}}]\n")) {
      Files.writeString(folder.resolve("c.yml"), where.formatted(yaml));

      Result result = plain().run("databases", "-config", "c.yml");

      assertThat(result.exitCode()).as(where.formatted(yaml)).isEqualTo(1);
      assertThat(result.err()).contains("Error: c.yml:", "seseragi.encrypt");
      assertSilentAbout(KEY, result);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SESERAGI_ENCRYPTION_KEY=",
        "SESERAGI_ENCRYPTION_KEY=tooshort",
        "SESERAGI_ENCRYPTION_KEY_FILE=/nowhere/key",
        "SESERAGI_ENCRYPTION_KEY_COMMAND=exit 3",
        "SESERAGI_ENCRYPTION_KEY_COMMAND=echo none",
        "SESERAGI_ENCRYPTION_KEYFILE=/x",
        "SESERAGI_ENCRYPTION=on"
      })
  void aVariableThatIsNotUnderstoodIsRefused(String variable) throws Exception {
    String[] parts = variable.split("=", 2);
    try (TestDatabase app = TestDatabase.create(database)) {
      app.insert();
      Result result = plain().with(parts[0], parts[1]).run("replicate", "-once", "shop.db", url);

      assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
      assertThat(result.err()).contains("encryption key").doesNotContain("tooshort");
    }
    assertThat(folder.resolve("replica")).doesNotExist();
  }

  @Test
  void aDamagedSegmentLeavesNoFile() throws Exception {
    replicate(keyed());
    Path slot = folder.resolve("replica/ltx/0/0000000000000002-0000000000000002.ltx");
    byte[] content = Files.readAllBytes(slot);
    content[content.length / 2] ^= 1;
    Files.write(slot, content);

    Result result = keyed().run("restore", "-o", "new.db", url);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("0000000000000002.ltx", "damaged", "chunk 0");
    assertThat(folder.resolve("new.db")).doesNotExist();
  }
}
