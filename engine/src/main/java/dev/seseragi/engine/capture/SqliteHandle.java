package dev.seseragi.engine.capture;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection of ours to the application's database: it reads, holds locks and checkpoints, and
 * never changes a row. Not safe for use by several threads at once.
 */
final class SqliteHandle implements AutoCloseable {
  private static final int PRIMARY_CODE_MASK = 0xff;

  private final Connection connection;
  private final PreparedStatement begin;
  private final PreparedStatement beginImmediate;
  private final PreparedStatement touch;
  private final PreparedStatement rollback;
  private final PreparedStatement passive;
  private final PreparedStatement look;
  private boolean isInTransaction;

  /**
   * What a checkpoint says.
   *
   * @param isBusy another checkpoint was under way, or a lock could not be had
   * @param frames committed frames in the WAL, −1 if it could not tell
   * @param backfilled how many of them are in the database file
   */
  record Checkpoint(boolean isBusy, int frames, int backfilled) {
    boolean isComplete() {
      return !isBusy && frames >= 0 && frames == backfilled;
    }
  }

  private SqliteHandle(Connection connection) throws SQLException {
    this.connection = connection;
    begin = connection.prepareStatement("BEGIN");
    beginImmediate = connection.prepareStatement("BEGIN IMMEDIATE");
    touch = connection.prepareStatement("SELECT 1 FROM sqlite_schema LIMIT 1");
    rollback = connection.prepareStatement("ROLLBACK");
    passive = connection.prepareStatement("PRAGMA wal_checkpoint(PASSIVE)");
    look = connection.prepareStatement("PRAGMA wal_checkpoint(NOOP)");
  }

  /** Loads the driver and the native library. */
  static void load() throws SQLException {
    new SQLiteConfig().createConnection("jdbc:sqlite::memory:").close();
  }

  /** Opens an existing database; never creates one. */
  static SqliteHandle open(Path database, int busyTimeoutMillis) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(busyTimeoutMillis);
    Connection connection = config.createConnection("jdbc:sqlite:" + database);
    try {
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_autocheckpoint=0");
        // Not OFF: with it, frames could be overwritten before the pages are durable (rule 1).
        statement.execute("PRAGMA synchronous=NORMAL");
        statement.execute("PRAGMA cache_size=8");
      }
      return new SqliteHandle(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Begins to read: from now on what is committed can be found. Runs recovery and rolls back a hot
   * journal where a crash left one.
   */
  void beginRead() throws SQLException {
    begin.execute();
    isInTransaction = true;
    try (ResultSet rows = touch.executeQuery()) {
      // BEGIN alone locks nothing; reading one row does (rule 2).
      rows.next();
    } catch (SQLException e) {
      rollback();
      throw e;
    }
  }

  /** Takes the write lock; false if somebody else has it. */
  boolean tryBeginImmediate() throws SQLException {
    try {
      beginImmediate.execute();
      isInTransaction = true;
      return true;
    } catch (SQLException e) {
      if (isBusy(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Ends the transaction, if there is one. */
  void rollback() throws SQLException {
    if (isInTransaction) {
      isInTransaction = false;
      rollback.execute();
    }
  }

  /** Copies what can be copied into the database file without waiting for anyone. */
  Checkpoint checkpointPassive() throws SQLException {
    return checkpoint(passive);
  }

  /** Tells how far the WAL is and writes nothing. Outside of transactions only. */
  Checkpoint look() throws SQLException {
    return checkpoint(look);
  }

  /** The journal mode that the database is in, in lower case. */
  String journalMode() throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA journal_mode")) {
      rows.next();
      return rows.getString(1).toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Whether an error means that somebody else has a lock. */
  static boolean isBusy(SQLException e) {
    int code = e.getErrorCode() & PRIMARY_CODE_MASK;
    return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  private static Checkpoint checkpoint(PreparedStatement pragma) throws SQLException {
    try (ResultSet rows = pragma.executeQuery()) {
      rows.next();
      return new Checkpoint(rows.getInt(1) != 0, rows.getInt(2), rows.getInt(3));
    } catch (SQLException e) {
      if (isBusy(e)) {
        return new Checkpoint(true, -1, -1);
      }
      throw e;
    }
  }
}
