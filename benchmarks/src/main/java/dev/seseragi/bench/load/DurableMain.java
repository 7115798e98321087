package dev.seseragi.bench.load;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.jdbc.Mode;
import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.jdbc.SeseragiOptions;
import dev.seseragi.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** An application whose commits return when the store has them. */
public final class DurableMain {
  /** One commit after the other; by turns its segment once more, by a bare PUT. */
  public static final String LATENCY = "latency";

  /** Many at once. */
  public static final String CLIENTS = "clients";

  /** As fast as it can, without waiting for the store. */
  public static final String ASYNC = "async";

  /** One commit, then it stays: a writer to take over from. */
  public static final String FIRST = "first";

  /** Before the time of the first commit, by the machine's clock, in milliseconds. */
  public static final String FIRST_COMMIT = "first commit ";

  /** Before the commits a second of {@link #CLIENTS}. */
  public static final String PER_SECOND = "per second ";

  private static final long MEAN_PAUSE_NANOS = 5_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private DurableMain() {}

  /**
   * Arguments: what, database, URL of the replica, and then for latency the URL of another prefix,
   * how many commits before it is measured, and how many then; for clients how many, seconds of
   * warm-up, seconds; for async seconds of warm-up, seconds.
   */
  public static void main(String[] args) throws Exception {
    Path database = Path.of(args[1]);
    Mode mode = args[0].equals(ASYNC) ? Mode.ASYNC : Mode.DURABLE;
    try (Seseragi app = Seseragi.open(SeseragiOptions.of(database, args[2]).withMode(mode))) {
      try (Connection connection = app.dataSource().getConnection()) {
        createTable(connection);
      }
      System.out.println(
          switch (args[0]) {
            case LATENCY -> latency(app, args);
            case CLIENTS -> clients(app.dataSource(), args);
            case ASYNC -> async(app.dataSource(), database, args);
            case FIRST -> firstCommit(app.dataSource());
            default -> throw new IllegalArgumentException("no such work: " + args[0]);
          });
      if (args[0].equals(FIRST)) {
        Thread.currentThread().join();
      }
    }
  }

  private static void createTable(Connection connection) throws SQLException {
    try (PreparedStatement create =
        connection.prepareStatement(
            "CREATE TABLE IF NOT EXISTS log(id INTEGER PRIMARY KEY, body BLOB NOT NULL)")) {
      create.execute();
    }
  }

  private static String latency(Seseragi app, String[] args) throws Exception {
    try (ObjectStore store = RemoteStores.open(args[2], System.getenv());
        ObjectStore raw = RemoteStores.open(args[3], System.getenv());
        Connection connection = app.dataSource().getConnection()) {
      Latency latency = new Latency(app, connection, new BarePuts(new Replica(store), raw));
      latency.measure(Integer.parseInt(args[4]));
      return latency.measure(Integer.parseInt(args[5])).line();
    }
  }

  private static String clients(DataSource database, String[] args) throws Exception {
    int clients = Integer.parseInt(args[3]);
    LongAdder commits = new LongAdder();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      long measured = start + (long) (Double.parseDouble(args[4]) * NANOS_PER_SECOND);
      long end = measured + (long) (Double.parseDouble(args[5]) * NANOS_PER_SECOND);
      var running =
          IntStream.range(0, clients)
              .<Future<?>>mapToObj(seed ->
                  threads.submit(() -> {
                    commitUntil(database, seed, commits, measured, end);
                    return null;
                  }))
              .toList();
      for (Future<?> client : running) {
        client.get();
      }
      return PER_SECOND + commits.sum() / ((end - measured) / NANOS_PER_SECOND);
    }
  }

  /** Each commit on a connection from the pool, as a request of a web application has it. */
  private static void commitUntil(
      DataSource database, int seed, LongAdder commits, long measured, long end)
      throws SQLException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] row = new byte[WriterDatabase.ROW_BYTES];
    while (true) {
      random.nextBytes(row);
      try (Connection connection = database.getConnection();
          PreparedStatement insert = connection.prepareStatement(WriterDatabase.INSERT)) {
        insert.setBytes(1, row);
        insert.executeUpdate();
      }
      long now = System.nanoTime();
      if (now - end >= 0) {
        return;
      }
      if (now - measured >= 0) {
        commits.increment();
      }
    }
  }

  private static String async(DataSource source, Path database, String[] args) throws Exception {
    try (Connection connection = source.getConnection();
        WalSize wal = WalSize.watch(database)) {
      CommitLoop loop = new CommitLoop(connection, () -> {});
      CommitLoop.Result warmUp = loop.run(Double.parseDouble(args[3]), 0);
      CommitLoop.Result result = loop.run(Double.parseDouble(args[4]), 0);
      return WriterResult.of(warmUp, result, wal.maxBytes()).line();
    }
  }

  private static String firstCommit(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(WriterDatabase.INSERT)) {
      insert.setBytes(1, new byte[WriterDatabase.ROW_BYTES]);
      insert.executeUpdate();
    }
    return FIRST_COMMIT + System.currentTimeMillis();
  }

  /** Commits at random times, and the bytes of each in the store once more. */
  private static final class Latency {
    private final Seseragi app;
    private final Connection connection;
    private final BarePuts puts;
    private final SplittableRandom random = new SplittableRandom(13);

    Latency(Seseragi app, Connection connection, BarePuts puts) {
      this.app = app;
      this.connection = connection;
      this.puts = puts;
    }

    StoreLatencyResult measure(int count) throws SQLException, IOException {
      Histogram commits = new Histogram();
      Histogram bare = new Histogram();
      byte[] row = new byte[WriterDatabase.ROW_BYTES];
      try (PreparedStatement insert = connection.prepareStatement(WriterDatabase.INSERT)) {
        for (int i = 0; i < count; i++) {
          LockSupport.parkNanos(pause());
          random.nextBytes(row);
          insert.setBytes(1, row);
          long start = System.nanoTime();
          insert.executeUpdate();
          commits.add(System.nanoTime() - start);
          bare.add(puts.put(puts.segment(app.position().txid()), pause()));
        }
      }
      return StoreLatencyResult.of(commits, bare);
    }

    private long pause() {
      return random.nextLong(2 * MEAN_PAUSE_NANOS);
    }
  }
}
