package dev.seseragi.bench.load;

import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that has the engine in its own process and waits after each commit until it is in
 * the store; and by turns puts the very bytes that were shipped there once more, with the same
 * client, to see what the store alone takes.
 */
public final class StoreLatencyMain {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** Commits come at random times, as they do in life. */
  private static final long MEAN_PAUSE_NANOS = 5_000_000;

  private final Connection connection;
  private final Replicator replicator;
  private final BarePuts puts;
  private final SplittableRandom random = new SplittableRandom(13);

  private StoreLatencyMain(Connection connection, Replicator replicator, BarePuts puts) {
    this.connection = connection;
    this.replicator = replicator;
    this.puts = puts;
  }

  /** What was measured: from a commit's return to the store's answer, and a PUT alone. */
  private record Times(Histogram commits, Histogram puts) {}

  /**
   * Arguments: database, URL of the replica, URL of another prefix, how many commits before it is
   * measured, how many then.
   */
  public static void main(String[] args) throws Exception {
    Path database = Path.of(args[0]);
    WriterDatabase.create(database);
    try (ObjectStore store = RemoteStores.open(args[1], System.getenv());
        ObjectStore raw = RemoteStores.open(args[2], System.getenv());
        EngineThreads threads = EngineThreads.start();
        Replicator replicator =
            Replicator.start(
                database, new Replica(store), ReplicatorSettings.defaultsFor(database), threads);
        Connection connection = WriterDatabase.open(database, 0)) {
      replicator.sync(DEADLINE);
      StoreLatencyMain main =
          new StoreLatencyMain(connection, replicator, new BarePuts(replicator.replica(), raw));
      main.measure(Integer.parseInt(args[3]));
      Times times = main.measure(Integer.parseInt(args[4]));
      System.out.println(StoreLatencyResult.of(times.commits(), times.puts()).line());
    }
  }

  private Times measure(int commits) throws SQLException, InterruptedException, IOException {
    Times times = new Times(new Histogram(), new Histogram());
    byte[] row = new byte[WriterDatabase.ROW_BYTES];
    try (PreparedStatement insert = connection.prepareStatement(WriterDatabase.INSERT)) {
      for (int i = 0; i < commits; i++) {
        LockSupport.parkNanos(pause());
        random.nextBytes(row);
        insert.setBytes(1, row);
        insert.executeUpdate();
        long committed = System.nanoTime();
        replicator.signal();
        Txid slot = replicator.sync(DEADLINE);
        times.commits().add(System.nanoTime() - committed);
        times.puts().add(puts.put(puts.segment(slot), pause()));
      }
    }
    return times;
  }

  private long pause() {
    return random.nextLong(2 * MEAN_PAUSE_NANOS);
  }
}
