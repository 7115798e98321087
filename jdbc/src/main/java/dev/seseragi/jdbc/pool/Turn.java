package dev.seseragi.jdbc.pool;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one right to write. Given in the order of asking, so that nobody starves, and never to two:
 * SQLite itself would let the second one sleep and try again, in no order.
 *
 * <p>Held by a connection and not by a thread: a transaction may go from one to another.
 */
final class Turn {
  private final Semaphore free = new Semaphore(1, true);

  /** A permit for each that has written and has not passed the gate: never all of them. */
  private final Semaphore passing = new Semaphore(Integer.MAX_VALUE);

  private volatile @Nullable Holder holder;
  private volatile boolean isClosed;

  /** Who writes, and since when. */
  private record Holder(String thread, long sinceNanos) {}

  /**
   * Waits for the turn.
   *
   * @param nanos at most so long
   * @throws java.sql.SQLTimeoutException if that was not enough; nothing was written
   */
  void take(long nanos) throws SQLException {
    demandOpen();
    try {
      if (!free.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
        throw PoolErrors.noTurn(describe(nanos));
      }
    } catch (InterruptedException e) {
      throw PoolErrors.interrupted("the turn to write", e);
    }
    try {
      demandOpen();
    } catch (SQLException e) {
      free.release();
      throw e;
    }
    holder = new Holder(Thread.currentThread().getName(), System.nanoTime());
  }

  private void demandOpen() throws SQLException {
    if (isClosed) {
      throw PoolErrors.poolClosed();
    }
  }

  void release() {
    holder = null;
    free.release();
  }

  /** Gives the turn back after a commit, and passes the gate with it. */
  void releaseAndPass(CommitGate gate, long deadlineNanos) throws SQLException {
    passing.acquireUninterruptibly();
    try {
      release();
      gate.committed(deadlineNanos);
    } finally {
      passing.release();
    }
  }

  /**
   * Gives the turn to nobody any more, and waits for who has it, and for who has committed and not
   * passed the gate.
   *
   * @return whether there is nobody any more
   */
  boolean close(long nanos) throws InterruptedException {
    isClosed = true;
    long deadline = System.nanoTime() + nanos;
    return isFreeWithin(free, 1, nanos)
        && isFreeWithin(passing, Integer.MAX_VALUE, deadline - System.nanoTime());
  }

  private static boolean isFreeWithin(Semaphore semaphore, int permits, long nanos)
      throws InterruptedException {
    boolean isFree = semaphore.tryAcquire(permits, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    if (isFree) {
      semaphore.release(permits);
    }
    return isFree;
  }

  /** How many wait for it. */
  int waiting() {
    return free.getQueueLength();
  }

  /** How long the present holder has had it; 0 if nobody writes. */
  long heldNanos() {
    Holder now = holder;
    return now == null ? 0 : System.nanoTime() - now.sinceNanos();
  }

  private String describe(long nanos) {
    Holder now = holder;
    String waited =
        "no turn to write within %d ms; nothing was written."
            .formatted(TimeUnit.NANOSECONDS.toMillis(nanos));
    if (now == null) {
      return waited + " Others that came before took theirs: " + waiting() + " are still waiting";
    }
    long heldMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now.sinceNanos());
    boolean isSelf = now.thread().equals(Thread.currentThread().getName());
    return "%s A transaction begun by %s has had it for %d ms: is a connection not closed%s?"
        .formatted(
            waited,
            isSelf ? "this very thread" : "thread \"" + now.thread() + "\"",
            heldMillis,
            isSelf ? ", or two of them used by one thread" : "");
  }
}
