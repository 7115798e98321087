package dev.seseragi.jdbc.libraries;

import dev.seseragi.engine.Shutdown;
import dev.seseragi.engine.proof.Proof;
import dev.seseragi.jdbc.BackPressure;
import dev.seseragi.jdbc.Position;
import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.jdbc.SeseragiOptions;
import dev.seseragi.jdbc.SeseragiStatus;
import dev.seseragi.jdbc.pool.PoolSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.community.dialect.SQLiteDialect;
import org.jdbi.v3.core.Jdbi;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The code of docs/jdbc.md; {@link DocumentationTest} runs it and compares it with the page. */
final class Snippets {
  private Snippets() {}

  static void open(String file, String replicaUrl) throws SQLException {
    try (Seseragi shop = Seseragi.open(Path.of(file), replicaUrl)) {
      DataSource database = shop.dataSource();
      try (Connection connection = database.getConnection();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO item(name) VALUES (?)")) {
        insert.setString(1, "tea");
        insert.executeUpdate(); // returns when the store has it
      }
    }
  }

  static Seseragi openAnywhere(Path file, String replicaUrl) {
    Seseragi shop =
        replicaUrl.isBlank() ? Seseragi.openLocal(file) : Seseragi.open(file, replicaUrl);
    return shop;
  }

  static void spring(Seseragi shop) {
    JdbcTemplate jdbc = new JdbcTemplate(shop.dataSource());
    TransactionTemplate transaction =
        new TransactionTemplate(new JdbcTransactionManager(shop.dataSource()));
    transaction.executeWithoutResult(
        status -> jdbc.update("INSERT INTO item(name) VALUES (?)", "rice"));
  }

  static void jdbi(Seseragi shop) {
    Jdbi jdbi = Jdbi.create(shop.dataSource());
    jdbi.useTransaction(handle -> handle.execute("INSERT INTO item(name) VALUES (?)", "salt"));
  }

  static void jooq(Seseragi shop) {
    DSLContext jooq = DSL.using(shop.dataSource(), SQLDialect.SQLITE);
    jooq.transaction(inside -> inside.dsl().execute("INSERT INTO item(name) VALUES (?)", "miso"));
  }

  static Configuration hibernate(Seseragi shop) {
    Configuration configuration = new Configuration();
    configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, shop.dataSource());
    configuration.setProperty(JdbcSettings.DIALECT, SQLiteDialect.class.getName());
    return configuration;
  }

  static void await(Seseragi shop) throws SQLException {
    shop.awaitDurable(Duration.ofSeconds(10)); // everything that was committed before the call

    String token = shop.position().toString(); // in an answer …
    shop.awaitDurable(Position.parse(token), Duration.ofSeconds(10)); // … and in a later request
  }

  static Seseragi settings(Path file, String replicaUrl) {
    SeseragiOptions options =
        SeseragiOptions.of(file, replicaUrl)
            .withCommitTimeout(Duration.ofSeconds(5))
            .withBackPressure(new BackPressure(32 << 20, Duration.ofSeconds(10)))
            .withPool(PoolSettings.DEFAULTS.withMaxConnections(128));
    Seseragi shop = Seseragi.open(options);
    return shop;
  }

  static boolean end(Seseragi shop, AtomicBoolean health) {
    shop.addListener(now -> health.set(now.isHealthy()));
    SeseragiStatus status = shop.status(); // position, problem, backlog, how busy the pool is
    Optional<Instant> proven = shop.provenRestorable(); // up to when a restore is proven
    Optional<Proof> last = shop.lastProof(); // how the last proof ended, and what it found
    Shutdown shutdown = shop.close(Duration.ofSeconds(8)); // what was not shipped, if anything
    boolean isAsSet = proven.isEmpty() && last.isEmpty();
    return isAsSet && status.isHealthy() && shutdown.isComplete();
  }
}
