package dev.seseragi.cli.replicate;

import dev.seseragi.SeseragiException;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.log.Log;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.Shutdown;
import dev.seseragi.engine.compact.Housekeeper;
import dev.seseragi.engine.compact.HousekeepingListener;
import dev.seseragi.engine.compact.Surroundings;
import dev.seseragi.ltx.Txid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** {@code replicate -once}: brings each replica up to date, and ends. */
final class SingleSync {
  /** A try that takes longer and has a problem to show is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<ReplicatedDatabase> databases;
  private final boolean writesSnapshots;
  private final boolean enforcesRetention;
  private final Duration budget;
  private final InstantSource clock;
  private final Log log;

  SingleSync(List<ReplicatedDatabase> databases, Options options, InstantSource clock, Log log) {
    this.databases = List.copyOf(databases);
    this.writesSnapshots = options.writesSnapshots();
    this.enforcesRetention = options.enforcesRetention();
    this.budget = options.budget();
    this.clock = clock;
    this.log = log;
  }

  /**
   * What is done.
   *
   * @param writesSnapshots whether each replica gets a snapshot
   * @param enforcesRetention whether what is due is compacted and deleted
   * @param budget how long the end may take
   */
  record Options(boolean writesSnapshots, boolean enforcesRetention, Duration budget) {}

  /** Those whose database is there. Of the others it is said that it is not. */
  static List<OpenReplica> existing(List<OpenReplica> replicas, Log log) {
    List<OpenReplica> existing = new ArrayList<>();
    for (OpenReplica replica : replicas) {
      Path path = replica.database().path();
      if (Files.exists(path)) {
        existing.add(replica);
      } else {
        log.error(
            "cannot sync",
            "db",
            path,
            "error",
            "there is no such file. Correct the path, or leave -once away to wait for it");
      }
    }
    return existing;
  }

  /** Syncs all databases; returns the exit code. */
  int run() throws InterruptedException {
    int exitCode = ExitCode.OK;
    for (ReplicatedDatabase database : databases) {
      if (!sync(database)) {
        exitCode = ExitCode.FAILED;
      }
    }
    for (ReplicatedDatabase database : databases) {
      Shutdown shutdown = database.close(budget);
      Replication.report(database, shutdown, log);
      if (!shutdown.isComplete()) {
        exitCode = Math.max(exitCode, database.exitCode());
      }
    }
    return exitCode;
  }

  private boolean sync(ReplicatedDatabase database) throws InterruptedException {
    try {
      Txid position = syncPatiently(database.replicator());
      log.info("synced", "db", database.path(), "replica", database.replica(), "txid", position);
      if (writesSnapshots) {
        var snapshot = database.replicator().snapshot();
        snapshot.ifPresent(segment ->
            log.info(
                "snapshot written",
                "db",
                database.path(),
                "txid",
                segment.max(),
                "size",
                segment.sizeBytes()));
      }
      return !enforcesRetention || enforceRetention(database);
    } catch (SeseragiException e) {
      log.error("cannot sync", "db", database.path(), "error", e);
      return false;
    }
  }

  /** A large upload may take its time, as long as nothing is wrong. */
  private static Txid syncPatiently(Replicator replicator) throws InterruptedException {
    while (true) {
      try {
        return replicator.sync(PATIENCE);
      } catch (SeseragiException e) {
        if (!replicator.status().isHealthy()) {
          throw e;
        }
      }
    }
  }

  private boolean enforceRetention(ReplicatedDatabase database) {
    Replicator replicator = database.replicator();
    Failures failures = new Failures();
    Surroundings surroundings =
        new Surroundings(replicator::snapshot, failures, database.settings().stateFolder(), clock);
    Housekeeper housekeeper =
        new Housekeeper(
            replicator.replica(),
            replicator.replica().list(),
            database.settings().compaction(),
            surroundings);
    var _ = housekeeper.runDue();
    return !failures.hasFailed;
  }

  /** Logs what a single round of housekeeping could not do. */
  private final class Failures implements HousekeepingListener {
    private boolean hasFailed;

    @Override
    public void failing(Step step, String message) {
      hasFailed = true;
      log.error(message);
    }

    @Override
    public void recovered(Step step) {}

    @Override
    public void damaged(String message) {
      hasFailed = true;
      log.error(message);
    }

    @Override
    public void deletingForbidden(String message) {
      hasFailed = true;
      log.error(message);
    }
  }
}
