package dev.seseragi.engine;

import dev.seseragi.store.DirectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two connections that write, of whose calls one in twenty is a blocking checkpoint: the case in
 * which waiting for our pin hurts most. A program to measure with; the test is in {@link
 * ReplicatorAdversityTest}.
 */
final class TwoWriters {
  private TwoWriters() {}

  /** How it went: calls, calls that ended in SQLITE_BUSY, and the longest single call. */
  record Outcome(long calls, long busy, Duration longest) {
    Outcome and(Outcome other) {
      return new Outcome(
          calls + other.calls,
          busy + other.busy,
          longest.compareTo(other.longest) > 0 ? longest : other.longest);
    }
  }

  static Outcome run(Playground ground, Duration duration) throws Exception {
    try (Connection table = ground.open("WAL");
        var pool = Executors.newFixedThreadPool(2)) {
      Playground.insert(table, 1, 100);
      List<Callable<Outcome>> writers =
          List.of(() -> write(ground, duration, 1), () -> write(ground, duration, 2));
      Outcome sum = new Outcome(0, 0, Duration.ZERO);
      for (Future<Outcome> writer : pool.invokeAll(writers)) {
        sum = sum.and(writer.get());
      }
      return sum;
    }
  }

  private static Outcome write(Playground ground, Duration duration, long seed)
      throws SQLException {
    SplittableRandom random = new SplittableRandom(seed);
    String[] kinds = {"FULL", "RESTART", "TRUNCATE"};
    long calls = 0;
    long busy = 0;
    long longest = 0;
    try (Connection connection = ground.connect()) {
      Playground.execute(connection, "PRAGMA busy_timeout=2000");
      long end = System.nanoTime() + duration.toNanos();
      for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
        try {
          if (random.nextInt(20) == 0) {
            Playground.execute(
                connection, "PRAGMA wal_checkpoint(" + kinds[random.nextInt(3)] + ")");
          } else {
            Playground.insert(connection, 1, 200);
          }
        } catch (SQLException e) {
          busy++;
        }
        calls++;
        longest = Math.max(longest, System.nanoTime() - start);
      }
    }
    return new Outcome(calls, busy, Duration.ofNanos(longest));
  }

  /** Measures without and with a replicator. */
  public static void main(String[] args) throws Exception {
    for (boolean isReplicated : new boolean[] {false, true, false, true}) {
      Path folder = Files.createTempDirectory("two-writers");
      try (Playground ground =
          new Playground(folder, new DirectoryStore(folder.resolve("replica")))) {
        Replicator replicator = isReplicated ? ground.start() : null;
        Outcome outcome = run(ground, Duration.ofSeconds(10));
        System.out.println((isReplicated ? "replicated " : "alone      ") + outcome);
        if (replicator != null) {
          System.out.println(replicator.status().counts());
          replicator.close();
        }
      }
    }
  }
}
