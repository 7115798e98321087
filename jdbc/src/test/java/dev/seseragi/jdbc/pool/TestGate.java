package dev.seseragi.jdbc.pool;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what passes, and holds it up where a test wants that. */
final class TestGate implements CommitGate {
  final AtomicInteger committed = new AtomicInteger();
  final AtomicInteger waiting = new AtomicInteger();
  private final Semaphore open = new Semaphore(Integer.MAX_VALUE);
  private volatile boolean refuses;

  void shut() {
    open.drainPermits();
  }

  void letPass(int count) {
    open.release(count);
  }

  void refuseWrites() {
    refuses = true;
  }

  @Override
  public void beforeWrite() throws SQLException {
    if (refuses) {
      throw new SQLException("refused by the gate");
    }
  }

  @Override
  public void committed(long deadlineNanos) {
    waiting.incrementAndGet();
    open.acquireUninterruptibly();
    waiting.decrementAndGet();
    committed.incrementAndGet();
  }
}
