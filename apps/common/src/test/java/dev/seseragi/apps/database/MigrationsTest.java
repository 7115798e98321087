package dev.seseragi.apps.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.apps.settings.Settings;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {
  private static final Migration FIRST =
      new Migration("0001", List.of("CREATE TABLE a(x)"), List.of("DROP TABLE a"));
  private static final Migration SECOND =
      Migration.forward("0002", "CREATE TABLE b(x)", "INSERT INTO b VALUES (1)");
  private static final Migration BROKEN =
      Migration.forward("0003", "CREATE TABLE c(x)", "INSERT INTO nothing VALUES (1)");

  @TempDir Path folder;

  private Database database;

  @BeforeEach
  void open() {
    String file = folder.resolve("a.db").toString();
    database =
        new Database(
            DatabaseSettings.read(new Settings(Map.of("APP_DB", file), "APP_"), "APP_", "x.db"));
    database.openForMigrations();
  }

  @AfterEach
  void close() {
    assertThat(database.close(Duration.ofSeconds(5)).isComplete()).isTrue();
  }

  private List<String> tables() {
    return database.read(connection -> {
      List<String> names = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    });
  }

  @Test
  void whatIsMissingIsAppliedInOrder() {
    assertThat(new Migrations(database, List.of(FIRST)).up()).containsExactly("0001");
    Migrations both = new Migrations(database, List.of(FIRST, SECOND));
    assertThat(both.status().get(0).appliedAt()).isPresent();
    assertThat(both.status().get(1).appliedAt()).isEmpty();
    assertThat(both.up()).containsExactly("0002");
    assertThat(both.up()).isEmpty();
    assertThat(tables()).contains("a", "b");
  }

  @Test
  void oneThatFailsLeavesNothingBehind() {
    Migrations all = new Migrations(database, List.of(FIRST, SECOND, BROKEN));
    assertThatThrownBy(all::up)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing");
    assertThat(tables()).contains("a", "b").doesNotContain("c");
    assertThat(all.status().get(2).appliedAt()).isEmpty();
  }

  @Test
  void onlyTheLastOneIsUndoneAndOnlyIfItCanBe() {
    Migrations both = new Migrations(database, List.of(FIRST, SECOND));
    assertThat(both.up()).hasSize(2);
    assertThatThrownBy(both::down).hasMessageContaining("0002 cannot be undone");
    assertThat(new Migrations(database, List.of(FIRST)).down()).contains("0001");
    assertThat(tables()).doesNotContain("a");
  }

  @Test
  void whatANewerProgramHasMadeIsRefused() {
    assertThat(new Migrations(database, List.of(FIRST, SECOND)).up()).hasSize(2);
    assertThatThrownBy(() -> new Migrations(database, List.of(FIRST)).up())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0002");
  }
}
