package dev.seseragi.cli.replicate;

import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.log.Log;
import dev.seseragi.engine.DatabaseRestore;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.NoBackupException;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;

/** Restores, before anything is replicated, the databases that are not there. */
final class MissingDatabases {
  private final InstantSource clock;
  private final Log log;

  MissingDatabases(InstantSource clock, Log log) {
    this.clock = clock;
    this.log = log;
  }

  /**
   * Restores the newest state of each that is missing and whose replica holds one.
   *
   * @throws dev.seseragi.SeseragiException if one could not be restored, or it could not be found
   *     out whether there is something to restore: to start with an empty one would hide it
   */
  void restore(List<OpenReplica> replicas) {
    for (OpenReplica replica : replicas) {
      if (!Files.exists(replica.database().path())) {
        restore(replica);
      }
    }
  }

  private void restore(OpenReplica replica) {
    DatabaseConfiguration database = replica.database();
    try {
      DatabaseRestore restore = new DatabaseRestore(new Replica(replica.store()), clock, log::warn);
      RestoreResult result =
          restore.run(
              new RestorePoint.Latest(),
              database.path(),
              database.settings().stateFolder(),
              RestoreOptions.defaults());
      log.info(
          "restored",
          "db",
          database.path(),
          "replica",
          database.replica().describe(),
          "txid",
          result.plan().target(),
          "duration",
          result.duration().toMillis() + "ms");
      result.avoided().forEach(problem -> log.warn(problem, "db", database.path()));
    } catch (NoBackupException proven) {
      log.info(
          "nothing to restore, the replica is empty",
          "db",
          database.path(),
          "replica",
          database.replica().describe());
    }
  }
}
