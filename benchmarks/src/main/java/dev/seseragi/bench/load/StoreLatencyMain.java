package dev.seseragi.bench.load;

import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  private final ObjectStore store;
  private final ObjectStore raw;
  private final SplittableRandom random = new SplittableRandom(13);
  private int puts;

  private StoreLatencyMain(
      Connection connection, Replicator replicator, ObjectStore store, ObjectStore raw) {
    this.connection = connection;
    this.replicator = replicator;
    this.store = store;
    this.raw = raw;
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
      StoreLatencyMain main = new StoreLatencyMain(connection, replicator, store, raw);
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
        LockSupport.parkNanos(random.nextLong(2 * MEAN_PAUSE_NANOS));
        random.nextBytes(row);
        insert.setBytes(1, row);
        insert.executeUpdate();
        long committed = System.nanoTime();
        replicator.signal();
        Txid slot = replicator.sync(DEADLINE);
        times.commits().add(System.nanoTime() - committed);
        times.puts().add(put(Body.of(segment(slot))));
      }
    }
    return times;
  }

  private byte[] segment(Txid slot) throws IOException {
    String name = replicator.replica().nameOf(0, TxidRange.of(slot));
    try (InputStream in = store.read(name, 0, Long.MAX_VALUE)) {
      return in.readAllBytes();
    }
  }

  private long put(Body body) {
    puts++;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    long start = System.nanoTime();
    PutOutcome outcome = raw.create("raw/" + puts, body, now);
    long nanos = System.nanoTime() - start;
    if (!(outcome instanceof PutOutcome.Created)) {
      throw new IllegalStateException("a PUT that nothing is in the way of gave " + outcome);
    }
    return nanos;
  }
}
