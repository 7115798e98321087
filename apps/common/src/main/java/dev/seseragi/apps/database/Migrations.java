package dev.seseragi.apps.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a database to the schema that this program knows. What was applied is recorded in table
 * {@code schema_migrations}, in the same transaction.
 */
public final class Migrations {
  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS schema_migrations"
          + "(name TEXT PRIMARY KEY, applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)";

  private final Database database;
  private final List<Migration> known;

  /** Migrations in their order. */
  public Migrations(Database database, List<Migration> known) {
    this.database = database;
    this.known = List.copyOf(known);
  }

  /**
   * A step and whether it was done.
   *
   * @param appliedAt UTC, as SQLite writes it; empty if it was not applied
   */
  public record Entry(String name, Optional<String> appliedAt) {}

  /** The state of each known step. Writes nothing. */
  public List<Entry> status() {
    Map<String, String> applied = database.read(Migrations::applied);
    return known.stream()
        .map(one -> new Entry(one.name(), Optional.ofNullable(applied.get(one.name()))))
        .toList();
  }

  /**
   * Applies what is missing, in order.
   *
   * @return the names of what was applied
   * @throws IllegalStateException if the database has a step that this program does not know: a
   *     newer one has made it
   */
  public List<String> up() {
    Map<String, String> applied = database.read(Migrations::applied);
    refuseUnknown(applied);
    List<String> done = new ArrayList<>();
    for (Migration migration : known) {
      if (!applied.containsKey(migration.name())
          && database.write(connection -> apply(connection, migration))) {
        done.add(migration.name());
      }
    }
    return done;
  }

  private void refuseUnknown(Map<String, String> applied) {
    List<String> names = known.stream().map(Migration::name).toList();
    for (String name : applied.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalStateException(
            "cannot use the database: it has migration %s, which this program does not know (its last one is %s). Start the newer program"
                .formatted(name, names.isEmpty() ? "none" : names.getLast()));
      }
    }
  }

  /**
   * Undoes the last step that was applied.
   *
   * @return its name; empty if there is none
   * @throws IllegalStateException if it cannot be undone
   */
  public Optional<String> down() {
    Map<String, String> applied = database.read(Migrations::applied);
    for (Migration migration : known.reversed()) {
      if (applied.containsKey(migration.name())) {
        if (migration.down().isEmpty()) {
          throw new IllegalStateException("migration " + migration.name() + " cannot be undone");
        }
        return Optional.of(database.write(connection -> undo(connection, migration)));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> applied(Connection connection) throws SQLException {
    Map<String, String> applied = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery(
              "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'")) {
        if (!table.next()) {
          return applied;
        }
      }
      try (ResultSet rows =
          statement.executeQuery("SELECT name, applied_at FROM schema_migrations ORDER BY name")) {
        while (rows.next()) {
          applied.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return applied;
  }

  /** False if another process was quicker. */
  private static boolean apply(Connection connection, Migration migration) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
      try (PreparedStatement record =
          connection.prepareStatement("INSERT OR IGNORE INTO schema_migrations(name) VALUES (?)")) {
        record.setString(1, migration.name());
        if (record.executeUpdate() == 0) {
          return false;
        }
      }
      for (String sql : migration.up()) {
        statement.execute(sql);
      }
    }
    return true;
  }

  private static String undo(Connection connection, Migration migration) throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement record =
            connection.prepareStatement("DELETE FROM schema_migrations WHERE name = ?")) {
      for (String sql : migration.down()) {
        statement.execute(sql);
      }
      record.setString(1, migration.name());
      record.executeUpdate();
    }
    return migration.name();
  }
}
