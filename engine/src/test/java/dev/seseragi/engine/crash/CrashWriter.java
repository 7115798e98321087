package dev.seseragi.engine.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * An application that knows nothing of replication: commits transaction after transaction, in many
 * shapes, and says each number once it is committed. Transaction n inserts row n and brings the sum
 * to n(n+1)/2, so that any state of the database tells whether it is a prefix of history.
 */
public final class CrashWriter {
  private final Path database;
  private final SplittableRandom random;
  private Connection connection;

  private CrashWriter(Path database, long seed) throws SQLException {
    this.database = database;
    this.random = new SplittableRandom(seed);
    this.connection = open();
  }

  /** Arguments: the database and a seed. */
  public static void main(String[] args) throws SQLException {
    new CrashWriter(Path.of(args[0]), Long.parseLong(args[1])).run();
  }

  private Connection open() throws SQLException {
    Connection opened = DriverManager.getConnection("jdbc:sqlite:" + database);
    try (Statement statement = opened.createStatement()) {
      statement.execute("PRAGMA busy_timeout=20000");
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=" + (random.nextBoolean() ? "NORMAL" : "FULL"));
      statement.execute("PRAGMA cache_size=20");
    }
    return opened;
  }

  private void run() throws SQLException {
    execute("CREATE TABLE IF NOT EXISTS history(n INTEGER PRIMARY KEY, pad BLOB)");
    execute("CREATE TABLE IF NOT EXISTS sums(id INTEGER PRIMARY KEY, n INTEGER, total INTEGER)");
    execute("CREATE TABLE IF NOT EXISTS bulk(id INTEGER PRIMARY KEY, pad BLOB)");
    execute("INSERT OR IGNORE INTO sums VALUES (1, 0, 0)");
    long n = last();
    System.out.println("ready " + n);
    while (true) {
      n++;
      commit(n);
      System.out.println("committed " + n);
      disturb();
    }
  }

  private void commit(long n) throws SQLException {
    execute("BEGIN IMMEDIATE");
    execute("INSERT INTO history VALUES (%d, randomblob(%d))".formatted(n, random.nextInt(2500)));
    execute("UPDATE sums SET n = %d, total = total + %d".formatted(n, n));
    int shape = random.nextInt(100);
    if (shape < 5) {
      execute(
          "INSERT INTO bulk(pad) SELECT randomblob(900) FROM (WITH RECURSIVE c(x) AS (SELECT 1"
              + " UNION ALL SELECT x + 1 FROM c WHERE x < 400) SELECT x FROM c)");
    } else if (shape < 8) {
      execute("DELETE FROM bulk");
    } else if (shape < 15) {
      execute("UPDATE history SET pad = NULL WHERE n < %d - 200".formatted(n));
    } else if (shape < 18) {
      execute("SAVEPOINT s");
      execute("UPDATE history SET pad = randomblob(3000) WHERE n > %d - 50".formatted(n));
      execute("ROLLBACK TO s");
    }
    execute("COMMIT");
  }

  private void disturb() throws SQLException {
    int kind = random.nextInt(1000);
    if (kind < 4) {
      execute("PRAGMA wal_checkpoint(PASSIVE)");
    } else if (kind < 6) {
      execute("PRAGMA wal_checkpoint(FULL)");
    } else if (kind < 8) {
      execute("PRAGMA wal_checkpoint(RESTART)");
    } else if (kind < 10) {
      execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } else if (kind < 13) {
      execute("VACUUM");
    } else if (kind < 18) {
      connection.close();
      connection = open();
    }
  }

  private long last() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT n FROM sums")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
