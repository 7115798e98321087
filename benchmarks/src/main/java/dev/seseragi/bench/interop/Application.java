package dev.seseragi.bench.interop;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;

/** An application that adds, changes and removes rows. */
final class Application {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int ROWS = 40;
  private static final int MAX_ROW_BYTES = 3_000;

  private final Path database;
  private final SplittableRandom random;

  private Application(Path database, long seed) {
    this.database = database;
    this.random = new SplittableRandom(seed);
  }

  /** How a database is made: other than usual for some checks. */
  record Form(String journalMode, int pageSize) {
    static final Form USUAL = new Form("WAL", 4_096);
  }

  /** The application of a database that may be there already. */
  static Application of(Path database, Form form, long seed) throws SQLException {
    Application application = new Application(database, seed);
    try (Connection connection = application.open();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size=" + form.pageSize());
      statement.execute("PRAGMA journal_mode=" + form.journalMode());
      statement.execute("CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v BLOB, n INT)");
      statement.execute("CREATE INDEX IF NOT EXISTS t_n ON t(n)");
    }
    return application;
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
    }
    return connection;
  }

  /** Works for a while, several transactions a second. */
  void work(Duration duration) throws SQLException, InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      change();
      Thread.sleep(PAUSE);
    }
  }

  /** One transaction. */
  void change() throws SQLException {
    try (Connection connection = open();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO t(v, n) VALUES (?, ?)");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < ROWS; i++) {
        byte[] bytes = new byte[random.nextInt(MAX_ROW_BYTES)];
        random.nextBytes(bytes);
        insert.setBytes(1, bytes);
        insert.setInt(2, random.nextInt());
        insert.executeUpdate();
      }
      statement.execute("UPDATE t SET n = n + 1 WHERE id % 7 = 0");
      statement.execute("DELETE FROM t WHERE id % 5 = " + random.nextInt(5) + " AND id % 3 = 0");
      connection.commit();
    }
  }

  /** Makes the database much smaller. */
  void shrink() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM t WHERE id % 2 = 0");
      statement.execute("VACUUM");
    }
  }
}
