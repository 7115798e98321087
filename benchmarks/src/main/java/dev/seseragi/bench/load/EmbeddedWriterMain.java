package dev.seseragi.bench.load;

import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;

/**
 * The same application with the engine in its own process: the engine does the checkpoints, and is
 * told of each commit.
 */
public final class EmbeddedWriterMain {
  private static final Duration READY_DEADLINE = Duration.ofSeconds(20);

  private EmbeddedWriterMain() {}

  /** Arguments: database, seconds of warm-up, seconds, folder of the replica. */
  public static void main(String[] args) throws Exception {
    Path database = Path.of(args[0]);
    double warmUpSeconds = Double.parseDouble(args[1]);
    double seconds = Double.parseDouble(args[2]);
    WriterDatabase.create(database);
    try (ObjectStore store = new DirectoryStore(Path.of(args[3]));
        EngineThreads threads = EngineThreads.start();
        Replicator replicator =
            Replicator.start(
                database, new Replica(store), ReplicatorSettings.defaultsFor(database), threads)) {
      replicator.sync(READY_DEADLINE);
      try (Connection connection = WriterDatabase.open(database, 0);
          WalSize wal = WalSize.watch(database)) {
        CommitLoop loop = new CommitLoop(connection, replicator::signal);
        CommitLoop.Result warmUp = loop.run(warmUpSeconds, 0);
        CommitLoop.Result result = loop.run(seconds, 0);
        System.out.println(WriterResult.of(warmUp, result, wal.maxBytes()).line());
      }
    }
  }
}
