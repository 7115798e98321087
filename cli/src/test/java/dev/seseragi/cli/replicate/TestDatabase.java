package dev.seseragi.cli.replicate;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database with a table of numbers, in WAL mode. */
public final class TestDatabase implements AutoCloseable {
  private final Connection connection;
  private int rows;

  private TestDatabase(Connection connection) {
    this.connection = connection;
  }

  /** Opens a database; makes it if it is not there. */
  public static TestDatabase create(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE IF NOT EXISTS t (x)");
    }
    return new TestDatabase(connection);
  }

  /** Commits a row; returns how many this connection has committed. */
  public int insert() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO t VALUES (randomblob(100))");
    }
    rows++;
    return rows;
  }

  /** How many rows a database has. */
  public static int countRows(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      return result.getInt(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
