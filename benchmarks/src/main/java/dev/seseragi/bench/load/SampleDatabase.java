package dev.seseragi.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Databases to measure with. By default their rows are texts of random words, which LZ4 brings to
 * some 60 %: between text that people write and what is compressed already.
 */
public final class SampleDatabase {
  private static final int ROWS_PER_TRANSACTION = 5_000;

  private SampleDatabase() {}

  /** What a database is filled with. */
  public interface Rows {
    /** The statement that makes the table. */
    String table();

    /** The statement that inserts a row. */
    String insert();

    /** About how much of the file a row takes. */
    int rowBytes();

    /** Sets the parameters of the next row. */
    void next(PreparedStatement insert) throws SQLException;
  }

  /** Makes a database in WAL mode of at least that size, and as little more as possible. */
  public static void create(Path file, long sizeBytes) throws SQLException, IOException {
    create(file, sizeBytes, new TextRows());
  }

  /** The same with rows of another kind. */
  public static void create(Path file, long sizeBytes, Rows rows) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=OFF");
      statement.execute("PRAGMA synchronous=OFF");
      statement.execute(rows.table());
      connection.setAutoCommit(false);
      fill(connection, file, sizeBytes, rows);
      connection.setAutoCommit(true);
      statement.execute("PRAGMA journal_mode=WAL");
    }
  }

  private static void fill(Connection connection, Path file, long sizeBytes, Rows rows)
      throws SQLException, IOException {
    long rowsLeft = sizeBytes / rows.rowBytes();
    try (PreparedStatement insert = connection.prepareStatement(rows.insert())) {
      while (Files.size(file) < sizeBytes) {
        long batch = Math.clamp(rowsLeft / 2, 1, ROWS_PER_TRANSACTION);
        for (int row = 0; row < batch; row++) {
          rows.next(insert);
          insert.executeUpdate();
        }
        connection.commit();
        rowsLeft -= batch;
      }
    }
  }

  /** Adds one small row, as an application would. */
  public static void addRow(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("INSERT INTO rows(body) VALUES ('one more')");
    }
  }
}
