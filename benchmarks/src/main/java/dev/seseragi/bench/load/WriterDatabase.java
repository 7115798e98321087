package dev.seseragi.bench.load;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of an application that commits small rows. */
public final class WriterDatabase {
  /** The size of a row's content. */
  static final int ROW_BYTES = 200;

  static final String INSERT = "INSERT INTO log(body) VALUES (?)";

  private WriterDatabase() {}

  /** Makes the database if there is none. */
  public static void create(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS log(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    }
  }

  /**
   * Opens it as the application does.
   *
   * @param autocheckpointPages SQLite's own value is 1000; 0 leaves checkpoints to others
   */
  public static Connection open(Path file, int autocheckpointPages) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("PRAGMA synchronous=NORMAL");
      statement.execute("PRAGMA wal_autocheckpoint=" + autocheckpointPages);
    }
    return connection;
  }
}
