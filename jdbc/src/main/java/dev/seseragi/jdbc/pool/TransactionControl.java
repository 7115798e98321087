package dev.seseragi.jdbc.pool;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Transactions on one connection while one user has it: when they begin, what is held meanwhile,
 * and that whatever was committed passes the gate. A second thread that closes or aborts the
 * connection waits until the first one's call has ended.
 *
 * <p>A transaction begins with its first statement: as a reader if the connection is read-only,
 * otherwise as the writer ({@code BEGIN IMMEDIATE}) and with the turn. So none ever has to become a
 * writer half way, which SQLite refuses if somebody else has committed meanwhile.
 */
final class TransactionControl {
  private final PhysicalConnection physical;
  private final Turn turn;
  private final CommitGate gate;
  private final long turnNanos;
  private final ReentrantLock lock = new ReentrantLock();

  // All of these are guarded by the lock.
  private boolean isOver;
  private State state = State.NONE;
  private boolean isAutoCommit = true;
  private boolean isReadOnly;
  private boolean hasTurn;

  /** Whether something may have been changed since the transaction began. */
  private boolean mayHaveWritten;

  private long changesAtBegin;
  private long networkTimeoutNanos = Long.MAX_VALUE;

  /** Where a transaction is. */
  private enum State {
    /** None has begun. */
    NONE,
    /** It reads one state of the database. */
    READING,
    /** It has the turn. */
    WRITING,
    /** SQLite has ended it: nothing may be done before the user knows. */
    ROLLED_BACK
  }

  /** Something that the driver does. */
  interface Action<T> {
    T run() throws SQLException;
  }

  /** Something that ends or begins a transaction. */
  private interface Step {
    void run() throws SQLException;
  }

  TransactionControl(PhysicalConnection physical, Turn turn, CommitGate gate, long turnNanos) {
    this.physical = physical;
    this.turn = turn;
    this.gate = gate;
    this.turnNanos = turnNanos;
  }

  /** Whether each statement is a transaction by itself now, although the user may begin one. */
  boolean isAutoCommit() {
    return isAutoCommit;
  }

  /** Whether the next statement will be a transaction by itself. */
  private boolean isStatementAlone() {
    return isAutoCommit && state == State.NONE;
  }

  boolean isReadOnly() {
    return isReadOnly;
  }

  void setReadOnly(boolean readOnly) throws SQLException {
    locked(() -> {
      if (state != State.NONE) {
        throw PoolErrors.wrongState(
            "setReadOnly() within a transaction: commit or roll back first");
      }
      physical.setReadOnly(readOnly);
      isReadOnly = readOnly;
    });
  }

  void setAutoCommit(boolean autoCommit) throws SQLException {
    locked(() -> {
      if (autoCommit && !isAutoCommit) {
        // JDBC: a change within a transaction commits it.
        end(deadline(0));
      }
      isAutoCommit = autoCommit;
    });
  }

  /** How long each call may wait; 0 for as long as the settings say. */
  void setNetworkTimeoutMillis(int millis) {
    networkTimeoutNanos = millis == 0 ? Long.MAX_VALUE : millis * 1_000_000L;
  }

  int networkTimeoutMillis() {
    return networkTimeoutNanos == Long.MAX_VALUE ? 0 : (int) (networkTimeoutNanos / 1_000_000);
  }

  /**
   * Runs a statement.
   *
   * @param timeoutSeconds of the statement; 0 for none. All waits count toward it
   */
  <T> T run(Sql sql, int timeoutSeconds, Action<T> action) throws SQLException {
    lock.lock();
    try {
      demandNotOver();
      long deadline = deadline(timeoutSeconds);
      if (isStatementAlone()) {
        return sql.kind() == Sql.Kind.READ || isReadOnly
            ? read(sql, action)
            : write(sql, deadline, action);
      }
      begin(deadline);
      return within(sql, deadline, action);
    } finally {
      lock.unlock();
    }
  }

  private void locked(Step step) throws SQLException {
    lock.lock();
    try {
      demandNotOver();
      step.run();
    } finally {
      lock.unlock();
    }
  }

  private void demandNotOver() throws SQLException {
    if (isOver) {
      throw PoolErrors.connectionClosed();
    }
  }

  /** Begins a transaction where none has begun and one is wanted. */
  void begin() throws SQLException {
    locked(() -> begin(deadline(0)));
  }

  private void begin(long deadline) throws SQLException {
    refuseIfRolledBack();
    if (state != State.NONE) {
      return;
    }
    if (isReadOnly) {
      physical.begin();
      state = State.READING;
      return;
    }
    takeTurn(deadline);
    try {
      physical.beginImmediate();
      changesAtBegin = physical.totalChanges();
    } catch (SQLException e) {
      releaseTurn();
      throw PoolErrors.explained(e);
    }
    mayHaveWritten = false;
    state = State.WRITING;
  }

  void commit() throws SQLException {
    locked(() -> {
      if (isAutoCommit) {
        throw PoolErrors.wrongState("commit() in auto-commit mode: setAutoCommit(false) first");
      }
      end(deadline(0));
    });
  }

  void rollback() throws SQLException {
    locked(() -> {
      if (isAutoCommit) {
        throw PoolErrors.wrongState("rollback() in auto-commit mode: setAutoCommit(false) first");
      }
      abandon();
    });
  }

  /** Rolls back whatever is open; nothing can be done any more. */
  void finish() throws SQLException {
    lock.lock();
    try {
      isOver = true;
      abandon();
    } finally {
      lock.unlock();
    }
  }

  private void abandon() throws SQLException {
    try {
      if (state == State.READING || state == State.WRITING) {
        physical.rollback();
      }
    } finally {
      ended();
    }
  }

  /** A result set came to its end, or was closed: its statement may have committed just then. */
  void rowsEnded() throws SQLException {
    if (physical.hasCommitted() && state == State.NONE && physical.takeCommitted()) {
      gate.committed(deadline(0));
    }
  }

  private <T> T read(Sql sql, Action<T> action) throws SQLException {
    T result = action.run();
    if (sql.kind() == Sql.Kind.CONTROL && physical.isInTransaction()) {
      state = State.READING;
    }
    // Where what was taken for a read was none.
    rowsEnded();
    return result;
  }

  /** A statement that is a transaction by itself. */
  private <T> T write(Sql sql, long deadline, Action<T> action) throws SQLException {
    if (sql.isReturning()) {
      return writeAndReturn(sql, deadline, action);
    }
    takeTurn(deadline);
    physical.forgetEvents();
    T result;
    try {
      result = action.run();
    } catch (SQLException e) {
      SQLException failure = PoolErrors.explained(e);
      // A batch may have committed some of its entries, and will say so.
      settle(sql, deadline, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      releaseTurn();
      throw e;
    }
    settle(sql, deadline);
    return result;
  }

  /**
   * Writes that give rows commit only when the last row was read, which may be in a {@code close()}
   * whose errors nobody looks at. So they get a transaction, and their rows are kept.
   */
  private <T> T writeAndReturn(Sql sql, long deadline, Action<T> action) throws SQLException {
    begin(deadline);
    T result;
    try {
      result = within(sql, deadline, action);
    } catch (SQLException | RuntimeException | Error e) {
      abandon();
      throw e;
    }
    end(deadline);
    return result;
  }

  private void settle(Sql sql, long deadline) throws SQLException {
    boolean isOpen;
    try {
      isOpen = sql.kind() == Sql.Kind.CONTROL && physical.isInTransaction();
    } catch (SQLException e) {
      physical.spoil();
      releaseTurn();
      throw e;
    }
    if (isOpen) {
      // The user has begun one by a statement: it keeps the turn.
      state = State.WRITING;
      mayHaveWritten = true;
    }
    if (physical.takeCommitted()) {
      pass(deadline, !isOpen);
    } else if (!isOpen) {
      releaseTurn();
    }
  }

  /**
   * What was committed passes the gate.
   *
   * @param gives whether the turn is given back before
   */
  private void pass(long deadline, boolean gives) throws SQLException {
    if (gives && hasTurn) {
      hasTurn = false;
      turn.releaseAndPass(gate, deadline);
    } else {
      gate.committed(deadline);
    }
  }

  private void settle(Sql sql, long deadline, SQLException failure) {
    try {
      settle(sql, deadline);
    } catch (SQLException notSafe) {
      failure.addSuppressed(notSafe);
    }
  }

  /** A statement within a transaction. */
  private <T> T within(Sql sql, long deadline, Action<T> action) throws SQLException {
    mayHaveWritten |= sql.kind() != Sql.Kind.READ;
    T result;
    try {
      result = action.run();
    } catch (SQLException e) {
      if (physical.takeRolledBack()) {
        ended();
        state = isAutoCommit ? State.NONE : State.ROLLED_BACK;
      }
      throw PoolErrors.explained(e);
    }
    // COMMIT, ROLLBACK or RELEASE as a statement.
    boolean hasEnded = sql.kind() == Sql.Kind.CONTROL && !physical.isInTransaction();
    boolean hasCommitted = physical.takeCommitted();
    if (hasEnded) {
      ended(hasCommitted, deadline);
    } else if (hasCommitted) {
      pass(deadline, false);
    }
    return result;
  }

  private void end(long deadline) throws SQLException {
    refuseIfRolledBack();
    if (state == State.NONE) {
      return;
    }
    boolean hasWritten =
        state == State.WRITING && (mayHaveWritten || physical.totalChanges() != changesAtBegin);
    try {
      physical.commit();
    } catch (SQLException e) {
      if (physical.takeRolledBack()) {
        ended();
      }
      physical.forgetEvents();
      throw PoolErrors.explained(e);
    }
    // SQLite's hook also speaks where the write lock was held and nothing was changed.
    ended(physical.takeCommitted() && hasWritten, deadline);
  }

  private void refuseIfRolledBack() throws SQLException {
    // Reading a row can fail so badly that SQLite rolls back, and nobody has looked since.
    if (state == State.WRITING && physical.hasRolledBack()) {
      ended();
      state = State.ROLLED_BACK;
    }
    if (state == State.ROLLED_BACK) {
      throw PoolErrors.rolledBack();
    }
  }

  /** The transaction is over; if it has committed something, that passes the gate. */
  private void ended(boolean hasCommitted, long deadline) throws SQLException {
    if (hasCommitted) {
      state = State.NONE;
      physical.takeRolledBack();
      pass(deadline, true);
    } else {
      ended();
    }
  }

  private void ended() {
    state = State.NONE;
    physical.takeRolledBack();
    if (hasTurn) {
      releaseTurn();
    }
  }

  private void takeTurn(long deadline) throws SQLException {
    // Before and behind the wait: who waits in vain should learn it at once, and much can happen
    // meanwhile.
    gate.beforeWrite();
    turn.take(Math.min(turnNanos, deadline - System.nanoTime()));
    hasTurn = true;
    try {
      gate.beforeWrite();
    } catch (SQLException | RuntimeException e) {
      releaseTurn();
      throw e;
    }
  }

  private void releaseTurn() {
    hasTurn = false;
    turn.release();
  }

  /** Until when a call has to answer. */
  private long deadline(int timeoutSeconds) {
    long nanos = timeoutSeconds == 0 ? Long.MAX_VALUE : timeoutSeconds * 1_000_000_000L;
    // Half the range of nanoTime is more than a century.
    return System.nanoTime() + Math.min(Long.MAX_VALUE / 2, Math.min(nanos, networkTimeoutNanos));
  }
}
