package dev.seseragi.bench.replicate;

import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.Shutdown;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.Operation;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A sidecar whose store stops to answer once the database is in it. At SIGTERM it does what the
 * command does: closes within 8 s, tells what is missing, and ends with 1 if anything is.
 */
final class HangingSidecarMain {
  static final String HANGING = "the store hangs";
  static final String MISSING = "missing ";
  private static final Duration READY_DEADLINE = Duration.ofSeconds(30);
  private static final Duration BUDGET = Duration.ofSeconds(8);

  private HangingSidecarMain() {}

  /** Arguments: database, folder of the replica. */
  public static void main(String[] args) throws InterruptedException {
    Path database = Path.of(args[0]);
    FaultyStore store = new FaultyStore(new DirectoryStore(Path.of(args[1])));
    Replicator replicator =
        Replicator.start(
            database,
            new Replica(store),
            ReplicatorSettings.defaultsFor(database),
            EngineThreads.start());
    replicator.sync(READY_DEADLINE);
    store.always(Operation.CREATE, new Fault.Hang(false));
    System.out.println(HANGING);
    Thread end = Thread.ofPlatform().unstarted(() -> end(replicator));
    Runtime.getRuntime().addShutdownHook(end);
    Thread.currentThread().join();
  }

  private static void end(Replicator replicator) {
    Shutdown shutdown = replicator.close(BUDGET);
    System.out.println(
        MISSING
            + "commits=%d bytes=%d problem=%s"
                .formatted(
                    shutdown.unshippedCommits(),
                    shutdown.unshippedBytes(),
                    shutdown.problem().orElse("none")));
    Runtime.getRuntime().halt(shutdown.isComplete() ? 0 : 1);
  }
}
