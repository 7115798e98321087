package dev.seseragi.jdbc.pool;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The errors of the pool, with the SQLState of the standard that fits and a vendor code above all
 * of SQLite's. The table is in docs/jdbc.md.
 */
final class PoolErrors {
  /** Connection does not exist. */
  static final String STATE_CLOSED = "08003";

  private static final String STATE_CONNECTION = "08001";
  private static final String STATE_TIMEOUT = "HYT00";
  private static final String STATE_CANCELED = "57014";
  private static final String STATE_ROLLED_BACK = "40000";
  private static final String STATE_SERIALIZATION = "40001";
  private static final String STATE_WRONG_TRANSACTION_STATE = "25000";
  private static final String STATE_TOO_LARGE = "54000";

  private static final int CODE_CLOSED = 90_004;
  private static final int CODE_NO_CONNECTION = 90_005;
  private static final int CODE_NO_TURN = 90_006;
  private static final int CODE_INTERRUPTED = 90_007;
  private static final int CODE_ROLLED_BACK = 90_008;
  private static final int CODE_MISUSE = 90_009;
  private static final int CODE_TOO_LARGE = 90_010;

  private PoolErrors() {}

  static SQLException poolClosed() {
    return new SQLNonTransientConnectionException(
        "the database was closed by this application", STATE_CLOSED, CODE_CLOSED);
  }

  static SQLException connectionClosed() {
    return new SQLNonTransientConnectionException(
        "this connection was closed and is back in the pool", STATE_CLOSED, CODE_CLOSED);
  }

  static SQLException statementClosed() {
    return new SQLNonTransientConnectionException(
        "this statement is closed", STATE_CLOSED, CODE_CLOSED);
  }

  static SQLException noConnection(String details, @Nullable Throwable takenAt) {
    return new SQLTransientConnectionException(
        details, STATE_CONNECTION, CODE_NO_CONNECTION, takenAt);
  }

  static SQLException noTurn(String details) {
    return new SQLTimeoutException(details, STATE_TIMEOUT, CODE_NO_TURN);
  }

  /** The flag of the thread stays set. */
  static SQLException interrupted(String waitingFor, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new SQLTransientException(
        "interrupted while waiting for " + waitingFor + "; nothing was written",
        STATE_CANCELED,
        CODE_INTERRUPTED,
        cause);
  }

  static SQLException rolledBack() {
    return new SQLTransactionRollbackException(
        "SQLite has rolled back this transaction because of an earlier error: call rollback(), then"
            + " begin anew",
        STATE_ROLLED_BACK,
        CODE_ROLLED_BACK);
  }

  static SQLException wrongState(String message) {
    return new SQLException(message, STATE_WRONG_TRANSACTION_STATE, CODE_MISUSE);
  }

  static SQLException tooManyReturned(int rows, int columns, int max) {
    return new SQLException(
        ("RETURNING gave more than %d rows of %d columns outside of a transaction, which are %d values"
                + " at most; nothing was written. Use setAutoCommit(false)")
            .formatted(rows, columns, max),
        STATE_TOO_LARGE,
        CODE_TOO_LARGE);
  }

  /** The driver's error, or one that says what to do where the driver's does not. */
  static SQLException explained(SQLException e) {
    if (!(e instanceof SQLiteException s)
        || s.getResultCode() != SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT) {
      return e;
    }
    return new SQLTransactionRollbackException(
        "an open result set of this connection shows an older state than the one to be changed:"
            + " close it before writing, or do both in one transaction",
        STATE_SERIALIZATION,
        SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT.code,
        e);
  }
}
