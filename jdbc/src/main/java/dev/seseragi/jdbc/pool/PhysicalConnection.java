package dev.seseragi.jdbc.pool;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * One connection of the driver, with what SQLite's hooks have told about it. Used by one thread at
 * a time.
 *
 * <p>The driver is told that auto-commit is off and is never asked to begin or end a transaction:
 * it would begin the next one at the end of the last. SQLite itself is in auto-commit mode unless
 * one of the methods here has begun something.
 */
final class PhysicalConnection {
  private static final int PRIMARY_CODE_MASK = 0xff;
  private static final String LAST_ROW_ID = "SELECT last_insert_rowid()";

  private final SQLiteConnection driver;
  private final StatementCache statements;
  private final Command begin;
  private final Command beginImmediate;
  private final Command commit;
  private final Command rollback;
  private final PreparedStatement lastRowId;

  // Set by SQLite, on the thread that runs a statement.
  private boolean hasCommitted;
  private boolean hasRolledBack;

  private boolean isReadOnly;
  private boolean isSpoiled;

  private PhysicalConnection(SQLiteConnection driver, PoolSettings settings) throws SQLException {
    this.driver = driver;
    this.statements = new StatementCache(driver, settings.cachedStatements());
    this.begin = new Command(driver, "BEGIN");
    this.beginImmediate = new Command(driver, "BEGIN IMMEDIATE");
    this.commit = new Command(driver, "COMMIT");
    this.rollback = new Command(driver, "ROLLBACK");
    this.lastRowId = driver.prepareStatement(LAST_ROW_ID);
    driver.addCommitListener(new Hooks());
  }

  /**
   * Opens one, and makes the database if there is none.
   *
   * @param autocheckpointPages 0 if others checkpoint
   */
  static PhysicalConnection open(Path database, PoolSettings settings, int autocheckpointPages)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) settings.busyTimeout().toMillis());
    // The driver would run one more SELECT behind each INSERT.
    config.setGetGeneratedKeys(false);
    SQLiteConnection driver = (SQLiteConnection) config.createConnection("jdbc:sqlite:" + database);
    try {
      try (Statement statement = driver.createStatement()) {
        for (String pragma : pragmas(settings, autocheckpointPages)) {
          statement.execute(pragma);
        }
      }
      settings.initializer().initialize(driver);
      driver.getConnectionConfig().setAutoCommit(false);
      return new PhysicalConnection(driver, settings);
    } catch (SQLException | RuntimeException e) {
      driver.close();
      throw e;
    }
  }

  private static String[] pragmas(PoolSettings settings, int autocheckpointPages) {
    return new String[] {
      "PRAGMA journal_mode=WAL",
      // Commits are not fsynced: the store is what makes them safe. But a checkpoint is, so that a
      // power cut leaves the database at an earlier commit and never between two (pragma.html).
      "PRAGMA synchronous=NORMAL",
      "PRAGMA foreign_keys=ON",
      "PRAGMA wal_autocheckpoint=" + autocheckpointPages,
      "PRAGMA cache_size=-" + (settings.cacheBytes() >> 10),
      "PRAGMA mmap_size=" + settings.mmapBytes(),
    };
  }

  private final class Hooks implements SQLiteCommitListener {
    @Override
    public void onCommit() {
      hasCommitted = true;
    }

    @Override
    public void onRollback() {
      hasRolledBack = true;
    }
  }

  SQLiteConnection driver() {
    return driver;
  }

  StatementCache statements() {
    return statements;
  }

  void begin() throws SQLException {
    begin.run();
    forgetEvents();
  }

  void beginImmediate() throws SQLException {
    beginImmediate.run();
    forgetEvents();
  }

  void commit() throws SQLException {
    commit.run();
  }

  void rollback() throws SQLException {
    try {
      rollback.run();
    } catch (SQLException e) {
      // SQLite has rolled back by itself: that is what was wanted.
      if (isInTransaction()) {
        isSpoiled = true;
        throw e;
      }
    }
    forgetEvents();
  }

  /** Whether SQLite has a transaction open. Asks by trying to begin one. */
  boolean isInTransaction() throws SQLException {
    try {
      begin.run();
    } catch (SQLException e) {
      if ((e.getErrorCode() & PRIMARY_CODE_MASK) == SQLiteErrorCode.SQLITE_ERROR.code) {
        return true;
      }
      throw e;
    }
    commit.run();
    return false;
  }

  /** Whether something was committed since this was last asked. */
  boolean takeCommitted() {
    boolean has = hasCommitted;
    hasCommitted = false;
    return has;
  }

  /** Whether something was committed and nobody has asked yet. */
  boolean hasCommitted() {
    return hasCommitted;
  }

  /** Whether a transaction was rolled back since this was last asked. */
  boolean takeRolledBack() {
    boolean has = hasRolledBack;
    hasRolledBack = false;
    return has;
  }

  boolean hasRolledBack() {
    return hasRolledBack;
  }

  void forgetEvents() {
    hasCommitted = false;
    hasRolledBack = false;
  }

  /** Rows changed by this connection so far. */
  long totalChanges() throws SQLException {
    return driver.getDatabase().total_changes();
  }

  /** The key that the last INSERT of this connection made. */
  long lastRowId() throws SQLException {
    try (ResultSet rows = lastRowId.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Writes are refused by SQLite, or not. Outside of transactions. */
  void setReadOnly(boolean readOnly) throws SQLException {
    if (readOnly != isReadOnly) {
      try (Statement statement = driver.createStatement()) {
        statement.execute("PRAGMA query_only=" + (readOnly ? "ON" : "OFF"));
      }
      isReadOnly = readOnly;
    }
  }

  /** Something was changed that the next user must not find: close this one instead. */
  void spoil() {
    isSpoiled = true;
  }

  boolean isSpoiled() {
    return isSpoiled;
  }

  void close() throws SQLException {
    driver.close();
  }
}
