package dev.seseragi.jdbc;

import static dev.seseragi.jdbc.Playground.execute;
import static dev.seseragi.jdbc.Playground.insert;
import static dev.seseragi.jdbc.Playground.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.StoreConfigurationException;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.store.encryption.EncryptionMismatchException;
import dev.seseragi.store.encryption.KeySource;
import dev.seseragi.testkit.store.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose replica only who has the key can read. */
final class EncryptionTest {
  private static final String KEY = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);

  @TempDir private Path folder;

  private SeseragiOptions at(String file) {
    return SeseragiOptions.of(folder.resolve(file), "file://" + folder.resolve("replica"))
        .withEnvironment(Map.of());
  }

  private static KeySource given(String key) {
    return new KeySource.Given(EncryptionKey.parse(key, "test"));
  }

  private static void write(Seseragi shop, String value) throws SQLException {
    execute(shop.dataSource(), "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT NOT NULL)");
    insert(shop.dataSource(), value);
  }

  @Test
  void whatIsCommittedComesBackWithTheKeyOnly() throws Exception {
    try (Seseragi shop = Seseragi.open(at("shop.db").withEncryption(given(KEY)))) {
      write(shop, "secret");
    }
    try (Seseragi shop = Seseragi.open(at("other.db").withEncryption(given(KEY)))) {
      assertThat(rows(shop.dataSource())).containsExactly("secret");
    }
    // The one that was there, and one that is missing.
    for (String file : new String[] {"other.db", "new.db"}) {
      assertThatThrownBy(() -> Seseragi.open(at(file)))
          .isInstanceOf(EncryptionMismatchException.class)
          .hasMessageContaining("no key is configured");
      assertThatThrownBy(() -> Seseragi.open(at(file).withEncryption(given(OTHER))))
          .isInstanceOf(EncryptionMismatchException.class)
          .hasMessageContaining("the configured key is");
    }
    assertThat(folder.resolve("new.db")).doesNotExist();
  }

  @Test
  void theEnvironmentNamesTheKey() throws Exception {
    Map<String, String> environment = Map.of(KeySource.KEY_VARIABLE, KEY);
    try (Seseragi shop = Seseragi.open(at("shop.db").withEnvironment(environment))) {
      write(shop, "secret");
    }

    assertThat(folder.resolve("replica/seseragi/encryption.json")).exists();
    try (Seseragi shop = Seseragi.open(at("new.db").withEncryption(given(KEY)))) {
      assertThat(rows(shop.dataSource())).containsExactly("secret");
    }
  }

  @Test
  void aStoreOfTheCallersIsEncryptedToo() throws Exception {
    MemoryStore memory = new MemoryStore();
    SeseragiOptions options =
        SeseragiOptions.of(folder.resolve("shop.db"), memory).withEncryption(given(KEY));
    try (Seseragi shop = Seseragi.open(options)) {
      write(shop, "secret");
    }

    assertThat(memory.stat("seseragi/encryption.json")).isPresent();
    assertThat(options.toString()).doesNotContain(KEY);
  }

  @Test
  void withoutTheKeyThatIsConfiguredNothingIsOpened() throws Exception {
    SeseragiOptions options =
        at("shop.db").withEncryption(new KeySource.KeyFile(folder.resolve("missing.key")));

    assertThatThrownBy(() -> Seseragi.open(options))
        .isInstanceOf(StoreConfigurationException.class)
        .hasMessageContaining("missing.key");
    assertThat(Files.exists(folder.resolve("shop.db"))).isFalse();
  }
}
