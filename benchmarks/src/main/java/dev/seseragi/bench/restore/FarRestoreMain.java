package dev.seseragi.bench.restore;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.testkit.store.LatencyStore;
import dev.seseragi.testkit.time.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A restore from a folder that answers each request as late as a store far away. */
public final class FarRestoreMain {
  private FarRestoreMain() {}

  /** Arguments: folder of the replica, target, milliseconds added to each request. */
  public static void main(String[] args) {
    Duration delay = Duration.ofMillis(Long.parseLong(args[2]));
    try (LatencyStore store =
        new LatencyStore(new DirectoryStore(Path.of(args[0])), delay, Waiter.sleeping())) {
      Restore restore =
          new Restore(new Replica(store), RestoreThreads.ofSystem(), InstantSource.system());
      RestoreResult result =
          restore.run(new RestorePoint.Latest(), Path.of(args[1]), RestoreOptions.defaults());
      System.out.println("requests=" + result.requests());
    }
  }
}
