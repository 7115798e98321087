package dev.seseragi.jdbc.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.jdbc.NotWriterException;
import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.jdbc.SeseragiOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

final class SpringTest {
  @TempDir Path folder;

  @Test
  void springCommitsDurablyAndRollsBack() throws Exception {
    try (Shop shop = new Shop(folder)) {
      JdbcTemplate jdbc = new JdbcTemplate(shop.source());
      PlatformTransactionManager manager = new DataSourceTransactionManager(shop.source());
      TransactionTemplate transaction = new TransactionTemplate(manager);
      transaction.setTimeout(30);
      transaction.executeWithoutResult(status -> {
        jdbc.update("INSERT INTO item(name) VALUES (?)", "tea");
        jdbc.update("INSERT INTO item(name) VALUES (?)", "rice");
      });
      assertThat(shop.restored()).containsExactly("tea", "rice");

      GeneratedKeyHolder keys = new GeneratedKeyHolder();
      jdbc.update(
          connection ->
              connection.prepareStatement(
                  "INSERT INTO item(name) VALUES ('salt')", new String[] {"id"}),
          keys);
      assertThat(keys.getKey()).isEqualTo(3);
      assertThat(shop.restored()).containsExactly("tea", "rice", "salt");

      assertThatThrownBy(() ->
              transaction.executeWithoutResult(status -> {
                jdbc.update("INSERT INTO item(name) VALUES ('never')");
                jdbc.update("INSERT INTO item(name) VALUES ('tea')");
              }))
          .isInstanceOfAny(DataIntegrityViolationException.class, UncategorizedSQLException.class)
          .hasMessageContaining("UNIQUE");
      jdbc.batchUpdate(
          "INSERT INTO item(name) VALUES (?)",
          List.of(new Object[] {"nori"}, new Object[] {"soy"}));
      assertThat(shop.restored()).containsExactly("tea", "rice", "salt", "nori", "soy");
    }
  }

  @Test
  void aReadOnlyTransactionNeitherTakesTheTurnNorAsksTheStore() throws Exception {
    try (Shop shop = new Shop(folder)) {
      JdbcTemplate jdbc = new JdbcTemplate(shop.source());
      jdbc.update("INSERT INTO item(name) VALUES ('tea')");
      JdbcTransactionManager manager = new JdbcTransactionManager(shop.source());
      TransactionTemplate writing = new TransactionTemplate(manager);
      TransactionTemplate reading = new TransactionTemplate(manager);
      reading.setReadOnly(true);
      reading.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
      reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      long before = shop.requests();
      writing.executeWithoutResult(outer -> {
        jdbc.update("INSERT INTO item(name) VALUES ('held')");
        // On another connection, while this one has the turn.
        Long count =
            reading.execute(inner -> jdbc.queryForObject("SELECT count(*) FROM item", Long.class));
        assertThat(count).isEqualTo(1);
        outer.setRollbackOnly();
      });
      assertThat(shop.requests()).isEqualTo(before);
    }
  }

  @Test
  void nestedTransactionsAreSavepoints() throws Exception {
    try (Shop shop = new Shop(folder)) {
      JdbcTemplate jdbc = new JdbcTemplate(shop.source());
      JdbcTransactionManager manager = new JdbcTransactionManager(shop.source());
      TransactionTemplate outer = new TransactionTemplate(manager);
      TransactionTemplate nested = new TransactionTemplate(manager);
      nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
      outer.executeWithoutResult(status -> {
        jdbc.update("INSERT INTO item(name) VALUES ('tea')");
        nested.executeWithoutResult(inner -> {
          jdbc.update("INSERT INTO item(name) VALUES ('undone')");
          inner.setRollbackOnly();
        });
      });
      assertThat(shop.restored()).containsExactly("tea");
    }
  }

  @Test
  void aFencedCommitIsAFailureOfTheResource() throws Exception {
    try (Shop shop = new Shop(folder)) {
      JdbcTemplate jdbc = new JdbcTemplate(shop.source());
      Path elsewhere = folder.resolve("elsewhere.db");
      try (Seseragi _ = Seseragi.open(SeseragiOptions.of(elsewhere, shop.store))) {
        TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(shop.source()));
        assertThatThrownBy(() ->
                transaction.executeWithoutResult(
                    status -> jdbc.update("INSERT INTO item(name) VALUES ('x')")))
            .isInstanceOf(DataAccessException.class)
            .isInstanceOf(DataAccessResourceFailureException.class)
            .hasCauseInstanceOf(NotWriterException.class);
      }
    }
  }
}
