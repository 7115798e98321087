package dev.seseragi.bench.interop;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** What a database says: its schema and all rows, without Litestream's own tables. */
final class Content {
  private static final String TABLES =
      "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
          + " ESCAPE '\\' AND name NOT LIKE '\\_litestream\\_%' ESCAPE '\\' ORDER BY name";

  private Content() {}

  /**
   * A digest of the content.
   *
   * @throws IllegalStateException if SQLite finds the database damaged
   */
  static String of(Path database) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + database, config.toProperties());
        Statement statement = connection.createStatement()) {
      check(statement, database);
      MessageDigest digest = sha256();
      for (Table table : tables(statement)) {
        put(digest, table.sql());
        rows(statement, table.name(), digest);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private record Table(String name, String sql) {}

  private static void check(Statement statement, Path database) throws SQLException {
    try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      if (!result.next() || !result.getString(1).equals("ok")) {
        throw new IllegalStateException(database + " is damaged: " + result.getString(1));
      }
    }
  }

  private static List<Table> tables(Statement statement) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(TABLES)) {
      while (result.next()) {
        tables.add(new Table(result.getString(1), result.getString(2)));
      }
    }
    return tables;
  }

  private static void rows(Statement statement, String table, MessageDigest digest)
      throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT rowid, * FROM " + table + " ORDER BY 1")) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        for (int column = 1; column <= columns; column++) {
          put(digest, String.valueOf(row.getString(column)));
        }
      }
    }
  }

  private static void put(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
