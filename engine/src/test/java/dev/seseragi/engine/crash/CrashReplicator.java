package dev.seseragi.engine.crash;

import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.compact.CompactionSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.store.DirectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A sidecar that says up to which transaction it has confirmed: "covered n" means that whatever
 * happens from now on, the replica has transaction n.
 */
public final class CrashReplicator {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** A day's housekeeping in some seconds: merges, snapshots and deletions in every round. */
  private static final CompactionSettings HASTY =
      new CompactionSettings(
          List.of(Duration.ofMillis(200), Duration.ofMillis(700), Duration.ofSeconds(3)),
          Duration.ofMillis(1500),
          Duration.ofMillis(500),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          true,
          PageFormat.BLOCK,
          64 << 10);

  private CrashReplicator() {}

  /** Arguments: the database and the folder of the replica. */
  public static void main(String[] args) throws Exception {
    Path database = Path.of(args[0]);
    Replica replica = new Replica(new DirectoryStore(Path.of(args[1])));
    ReplicatorSettings settings =
        ReplicatorSettings.defaultsFor(database)
            .withSyncInterval(Duration.ofMillis(20))
            .withCompaction(HASTY);
    EngineThreads threads = EngineThreads.start();
    Replicator replicator = Replicator.start(database, replica, settings, threads);
    while (true) {
      long committed = committed(database);
      replicator.sync(LONG);
      System.out.println("covered " + committed + " " + replicator.status().state());
    }
  }

  /** What the application has committed, read as it would; −1 if there is nothing yet. */
  private static long committed(Path database) {
    if (!Files.exists(database)) {
      return -1;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      try (ResultSet rows = statement.executeQuery("SELECT n FROM sums")) {
        return rows.next() ? rows.getLong(1) : -1;
      }
    } catch (SQLException notYet) {
      return -1;
    }
  }
}
