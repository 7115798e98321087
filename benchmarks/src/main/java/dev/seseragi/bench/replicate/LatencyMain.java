package dev.seseragi.bench.replicate;

import dev.seseragi.bench.load.Histogram;
import dev.seseragi.bench.load.WriterDatabase;
import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.testkit.store.MemoryStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the time from the return of a commit until its frames are captured, as the engine's
 * status counts them. The thread that commits looks, again and again, until the count has grown, so
 * no clock of another process is needed; a look takes some 10 µs.
 */
final class LatencyMain {
  private static final Duration READY_DEADLINE = Duration.ofSeconds(20);
  private static final long COMMIT_DEADLINE_NANOS = 10_000_000_000L;
  private static final int ROW_BYTES = 200;
  private static final int WARM_UP_COMMITS = 400;

  /** Commits come at random times, so that they do not keep step with a poll. */
  private static final long MEAN_PAUSE_NANOS = 5_000_000;

  private final Connection connection;
  private final Replicator replicator;
  private final boolean isTold;
  private final SplittableRandom random = new SplittableRandom(7);

  private LatencyMain(Connection connection, Replicator replicator, boolean isTold) {
    this.connection = connection;
    this.replicator = replicator;
    this.isTold = isTold;
  }

  /** Arguments: database, how many commits, whether the engine is told of each. */
  public static void main(String[] args) throws Exception {
    Path database = Path.of(args[0]);
    int commits = Integer.parseInt(args[1]);
    WriterDatabase.create(database);
    try (MemoryStore store = new MemoryStore();
        EngineThreads threads = EngineThreads.start();
        Replicator replicator =
            Replicator.start(
                database, new Replica(store), ReplicatorSettings.defaultsFor(database), threads);
        Connection connection = WriterDatabase.open(database, Writer.AUTOCHECKPOINT)) {
      replicator.sync(READY_DEADLINE);
      LatencyMain main = new LatencyMain(connection, replicator, Boolean.parseBoolean(args[2]));
      main.measure(WARM_UP_COMMITS);
      Histogram histogram = main.measure(commits);
      System.out.printf(
          "p50=%d p99=%d%n", histogram.quantileNanos(0.5), histogram.quantileNanos(0.99));
    }
  }

  private Histogram measure(int commits) throws SQLException {
    Histogram histogram = new Histogram();
    byte[] row = new byte[ROW_BYTES];
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO log(body) VALUES (?)")) {
      for (int i = 0; i < commits; i++) {
        LockSupport.parkNanos(random.nextLong(2 * MEAN_PAUSE_NANOS));
        random.nextBytes(row);
        insert.setBytes(1, row);
        histogram.add(commitAndWait(insert));
      }
    }
    return histogram;
  }

  private long commitAndWait(PreparedStatement insert) throws SQLException {
    long before = frames();
    insert.executeUpdate();
    long committed = System.nanoTime();
    if (isTold) {
      replicator.signal();
    }
    while (frames() == before) {
      if (System.nanoTime() - committed > COMMIT_DEADLINE_NANOS) {
        throw new IllegalStateException("a commit was not captured: " + replicator.status());
      }
      Thread.onSpinWait();
    }
    return System.nanoTime() - committed;
  }

  private long frames() {
    return replicator.status().counts().frames();
  }
}
