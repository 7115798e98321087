package dev.seseragi.jdbc.pool;

import java.sql.SQLException;

/**
 * Decides whether something may be written, and when a commit may return. Safe for many threads.
 */
public interface CommitGate {
  /**
   * Something is about to be written: throws if it must not. Called before the write begins, so
   * that nothing has happened if it throws.
   */
  void beforeWrite() throws SQLException;

  /**
   * Something was committed by this thread; returns when the caller may be told. Neither SQLite's
   * write lock nor the turn is held.
   *
   * @param deadlineNanos by {@link System#nanoTime}: the caller wants an answer until then, and the
   *     gate may want one earlier
   */
  void committed(long deadlineNanos) throws SQLException;
}
