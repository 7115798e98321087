package dev.seseragi.jdbc.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdbiTest {
  @TempDir Path folder;

  @Test
  void jdbiCommitsDurablyAndRollsBack() throws Exception {
    try (Shop shop = new Shop(folder)) {
      Jdbi jdbi = Jdbi.create(shop.source());
      jdbi.useTransaction(handle -> {
        handle.execute("INSERT INTO item(name) VALUES (?)", "tea");
        handle.createUpdate("INSERT INTO item(name) VALUES (:name)").bind("name", "rice").execute();
      });
      assertThat(shop.restored()).containsExactly("tea", "rice");

      long key =
          jdbi.withHandle(handle ->
              handle
                  .createUpdate("INSERT INTO item(name) VALUES ('salt')")
                  .executeAndReturnGeneratedKeys()
                  .mapTo(Long.class)
                  .one());
      assertThat(key).isEqualTo(3);
      String returned =
          jdbi.withHandle(handle ->
              handle
                  .createQuery("INSERT INTO item(name) VALUES ('miso') RETURNING name")
                  .mapTo(String.class)
                  .one());
      assertThat(returned).isEqualTo("miso");
      assertThat(shop.restored()).containsExactly("tea", "rice", "salt", "miso");

      assertThatThrownBy(() ->
              jdbi.useTransaction(handle -> {
                handle.execute("INSERT INTO item(name) VALUES ('never')");
                handle.execute("INSERT INTO item(name) VALUES ('tea')");
              }))
          .hasMessageContaining("UNIQUE");
      jdbi.useTransaction(handle -> {
        handle.savepoint("s");
        handle.execute("INSERT INTO item(name) VALUES ('undone')");
        handle.rollbackToSavepoint("s");
        handle.prepareBatch("INSERT INTO item(name) VALUES (?)").add("nori").add("soy").execute();
      });
      assertThat(shop.restored()).containsExactly("tea", "rice", "salt", "miso", "nori", "soy");
      String first =
          Jdbi.create(shop.readSource())
              .withHandle(handle ->
                  handle
                      .createQuery("SELECT name FROM item ORDER BY name LIMIT 1")
                      .mapTo(String.class)
                      .one());
      assertThat(first).isEqualTo("miso");
    }
  }
}
