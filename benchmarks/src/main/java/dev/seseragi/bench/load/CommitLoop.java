package dev.seseragi.bench.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Commits one small row after the other on one connection, and notes how long each took. */
final class CommitLoop {
  private static final long SEED = 7;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Connection connection;
  private final Runnable committed;
  private final SplittableRandom random = new SplittableRandom(SEED);

  /**
   * @param committed is called after each commit
   */
  CommitLoop(Connection connection, Runnable committed) {
    this.connection = connection;
    this.committed = committed;
  }

  /** What one run of the loop gave. */
  record Result(Histogram commits, double seconds) {}

  /**
   * Runs for a while.
   *
   * @param perSecond how many commits a second; 0 for as many as can be
   */
  Result run(double seconds, int perSecond) throws SQLException {
    Histogram histogram = new Histogram();
    byte[] row = new byte[WriterDatabase.ROW_BYTES];
    long start = System.nanoTime();
    long end = start + (long) (seconds * NANOS_PER_SECOND);
    long now = start;
    try (PreparedStatement insert = connection.prepareStatement(WriterDatabase.INSERT)) {
      for (long number = 0; now < end; number++) {
        if (perSecond > 0) {
          now = sleepUntil(start + (long) (number * NANOS_PER_SECOND / perSecond));
        }
        random.nextBytes(row);
        insert.setBytes(1, row);
        long begin = System.nanoTime();
        insert.executeUpdate();
        committed.run();
        now = System.nanoTime();
        histogram.add(now - begin);
      }
    }
    return new Result(histogram, (now - start) / NANOS_PER_SECOND);
  }

  private static long sleepUntil(long nanoTime) {
    long now = System.nanoTime();
    while (now < nanoTime) {
      LockSupport.parkNanos(nanoTime - now);
      now = System.nanoTime();
    }
    return now;
  }
}
