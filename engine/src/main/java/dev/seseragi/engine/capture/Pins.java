package dev.seseragi.engine.capture;

import dev.seseragi.engine.capture.SqliteHandle.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Our connections to one database in WAL mode: two for pins, of which at least one always holds a
 * read transaction; one that locks and checkpoints; one that looks. The pin is what keeps frames
 * from being overwritten: from {@link #around} to {@link #close} there is never a moment without
 * one.
 */
final class Pins implements AutoCloseable {
  private static final int PIN_BUSY_TIMEOUT_MILLIS = 1000;

  /** While a checkpoint of the application runs, the WAL's end can't be read. */
  private static final long LOOK_NANOS = 10_000_000_000L;

  private static final long LOOK_PAUSE_NANOS = 100_000;

  private final WalFile wal;
  private final SqliteHandle locker;
  private final SqliteHandle looker;
  private SqliteHandle pin;
  private SqliteHandle spare;

  /** What the boundary was just before the present pin was opened: how old the pin is. */
  private Boundary pinned = Boundary.EMPTY;

  /** Whether everything was backfilled when the pin came: then it does not stop a restart (F3). */
  private boolean letsRestart;

  /** Something that is done between a new pin and the end of the old one. */
  interface Capture {
    void upTo(Boundary boundary) throws SQLException, IOException;
  }

  private Pins(WalFile wal, SqliteHandle pin, SqliteHandle[] others) {
    this.wal = wal;
    this.pin = pin;
    this.spare = others[0];
    this.locker = others[1];
    this.looker = others[2];
  }

  /**
   * Opens the connections around a handle that reads already: its transaction is the first pin.
   *
   * @param first in a read transaction; closed by this object from now on
   */
  static Pins around(SqliteHandle first, Path database, WalFile wal) throws SQLException {
    SqliteHandle[] others = new SqliteHandle[3];
    try {
      others[0] = SqliteHandle.open(database, PIN_BUSY_TIMEOUT_MILLIS);
      others[1] = SqliteHandle.open(database, 0);
      others[2] = SqliteHandle.open(database, 0);
      return new Pins(wal, first, others);
    } catch (SQLException e) {
      for (SqliteHandle other : others) {
        if (other != null) {
          other.close();
        }
      }
      throw e;
    }
  }

  /** Opens a handle and begins to read with it: the first step of every attach (rule 2). */
  static SqliteHandle openFirst(Path database) throws SQLException {
    SqliteHandle handle = SqliteHandle.open(database, PIN_BUSY_TIMEOUT_MILLIS);
    try {
      handle.beginRead();
      return handle;
    } catch (SQLException e) {
      handle.close();
      throw e;
    }
  }

  /** How far the WAL is now (rule 3). Waits for a checkpoint that is under way. */
  Boundary boundary() throws SQLException, IOException {
    return boundary(LOOK_NANOS)
        .orElseThrow(
            () -> new SQLException("a checkpoint of the application has been running for 10 s"));
  }

  /** The same, but for a limited time; empty if it did not suffice. */
  Optional<Boundary> boundary(long nanos) throws SQLException, IOException {
    long start = System.nanoTime();
    do {
      var before = wal.header();
      Checkpoint look = looker.look();
      var after = wal.header();
      if (before.equals(after) && look.frames() >= 0) {
        int frames = after.isEmpty() ? 0 : look.frames();
        return Optional.of(new Boundary(after, frames, look.backfilled()));
      }
      LockSupport.parkNanos(LOOK_PAUSE_NANOS);
    } while (System.nanoTime() - start < nanos);
    return Optional.empty();
  }

  /**
   * Lets a new pin take over: it is there before the boundary is read, and the old one goes only
   * after everything up to that boundary is captured. This order is the whole proof (theorem).
   */
  void handOver(Capture capture) throws SQLException, IOException {
    Boundary before = boundary();
    spare.beginRead();
    Boundary after = boundary();
    capture.upTo(after);
    SqliteHandle old = pin;
    pin = spare;
    spare = old;
    pinned = before;
    letsRestart = before.isBackfilled() && before.equals(after);
    old.rollback();
  }

  /** Whether a new pin would sit on a newer mark than the present one. */
  boolean isBehind(Boundary now) {
    return pinned.frames() != now.frames()
        || pinned.isBackfilled() != now.isBackfilled()
        || !pinned.isSameGeneration(now);
  }

  /** Whether the present pin lets the next commit restart the WAL. */
  boolean letsRestart() {
    return letsRestart;
  }

  Checkpoint checkpointPassive() throws SQLException {
    return locker.checkpointPassive();
  }

  /** Takes the application's write lock, trying until the deadline. */
  boolean tryLock(long deadlineNanos, LongSupplier nanoTime) throws SQLException {
    while (!locker.tryBeginImmediate()) {
      if (nanoTime.getAsLong() - deadlineNanos >= 0) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  void unlock() throws SQLException {
    locker.rollback();
  }

  /**
   * Under the write lock, whose transaction pins meanwhile: checkpoints with the pin's connection
   * and opens the pin anew, on whatever mark that leaves (rule 10).
   */
  Checkpoint checkpointUnderLock(Boundary captured, long deadlineNanos, LongSupplier nanoTime)
      throws SQLException {
    pin.rollback();
    try {
      Checkpoint done = pin.checkpointPassive();
      while (done.isBusy() && nanoTime.getAsLong() - deadlineNanos < 0) {
        Thread.onSpinWait();
        done = pin.checkpointPassive();
      }
      return done;
    } finally {
      pin.beginRead();
      pinned = captured;
      letsRestart = false;
    }
  }

  @Override
  public void close() throws SQLException {
    looker.close();
    locker.close();
    spare.close();
    pin.close();
  }
}
