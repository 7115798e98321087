package dev.seseragi.engine;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.engine.restore.RestoreThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Restores a database together with the local state by which its replication goes on where the
 * replica ends, instead of shipping a full copy.
 */
public final class DatabaseRestore {
  private final Replica replica;
  private final InstantSource clock;
  private final Consumer<String> warn;

  /**
   * @param warn is told what is not as it should be although the database is restored
   */
  public DatabaseRestore(Replica replica, InstantSource clock, Consumer<String> warn) {
    this.replica = replica;
    this.clock = clock;
    this.warn = warn;
  }

  /**
   * Restores.
   *
   * @param target the database file
   * @param stateFolder where its replication keeps local state
   * @see Restore#run
   */
  public RestoreResult run(
      RestorePoint point, Path target, Path stateFolder, RestoreOptions options) {
    Restore restore = new Restore(replica, RestoreThreads.ofSystem(), clock);
    // From an earlier point nothing can go on; but state that lies there must not be believed.
    boolean hasState = point instanceof RestorePoint.Latest || Files.isDirectory(stateFolder);
    if (!hasState) {
      return restore.run(point, target, options);
    }
    try (RestoredLedger ledger = new RestoredLedger(stateFolder)) {
      RestoreResult result = restore.run(point, target, options.withPages(ledger));
      finish(ledger, result);
      return result;
    }
  }

  private void finish(RestoredLedger ledger, RestoreResult result) {
    try {
      ledger.finish(result, replica);
    } catch (IOException | SeseragiException e) {
      warn.accept(
          "the database is restored, but its local state could not be written (%s): its next"
                  .formatted(e.getMessage())
              + " replication begins with a full copy");
    }
  }
}
