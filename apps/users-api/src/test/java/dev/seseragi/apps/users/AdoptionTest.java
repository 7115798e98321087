package dev.seseragi.apps.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that others have made. */
final class AdoptionTest {
  @TempDir Path folder;

  private void make(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("users.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aDatabaseOfTheArticlesToolsIsTakenAsItIs() throws Exception {
    make(
        "CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL)",
        "CREATE TABLE kysely_migration_lock (id varchar(255) NOT NULL PRIMARY KEY, is_locked integer DEFAULT 0 NOT NULL)",
        "CREATE TABLE users (id integer PRIMARY KEY, first_name text NOT NULL, last_name text,"
            + " created_at text DEFAULT CURRENT_TIMESTAMP NOT NULL,"
            + " updated_at text DEFAULT CURRENT_TIMESTAMP NOT NULL)",
        "INSERT INTO users VALUES (7, 'Ichiro', NULL, '2025-05-13 20:07:06', '2025-05-06T23:38:30.072Z')");
    try (TestApp app = TestApp.local(folder, "USERS_SEED", "true")) {
      assertThat(app.probe().get("/users").body())
          .isEqualTo(
              "[{\"id\":7,\"first_name\":\"Ichiro\",\"last_name\":null,\"created_at\":\"2025-05-13 20:07:06\",\"updated_at\":\"2025-05-06T23:38:30.072Z\"}]");
    }
  }

  @Test
  void aDatabaseOfANewerProgramIsRefused() throws Exception {
    make(
        "CREATE TABLE schema_migrations(name TEXT PRIMARY KEY, applied_at TEXT)",
        "INSERT INTO schema_migrations VALUES ('0009_later', 'x')");
    assertThatThrownBy(() -> TestApp.local(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0009_later");
  }
}
