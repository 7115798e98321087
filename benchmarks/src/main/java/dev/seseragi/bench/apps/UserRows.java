package dev.seseragi.bench.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/** Databases as the users API makes them, of any size. */
final class UsersDatabase {
  private static final long SEED = 42;
  private static final int NAME_CHARS = 100;
  private static final int LETTERS = 26;
  private static final int ROWS_PER_TRANSACTION = 10_000;

  private UsersDatabase() {}

  static void create(Path file, long sizeBytes) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=OFF");
      statement.execute("PRAGMA synchronous=OFF");
      statement.execute(
          "CREATE TABLE users (id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT,"
              + " created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,"
              + " updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)");
      connection.setAutoCommit(false);
      fill(connection, file, sizeBytes);
      connection.setAutoCommit(true);
      statement.execute("PRAGMA journal_mode=WAL");
    }
  }

  private static void fill(Connection connection, Path file, long sizeBytes)
      throws SQLException, IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO users(first_name, last_name) VALUES (?, ?)")) {
      while (Files.size(file) < sizeBytes) {
        for (int row = 0; row < ROWS_PER_TRANSACTION; row++) {
          insert.setString(1, name(random));
          insert.setString(2, name(random));
          insert.executeUpdate();
        }
        connection.commit();
      }
    }
  }

  private static String name(SplittableRandom random) {
    char[] letters = new char[NAME_CHARS];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (char) ('a' + random.nextInt(LETTERS));
    }
    return new String(letters);
  }
}
