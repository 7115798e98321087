package dev.seseragi.cli.replicate;

import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.Shutdown;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One database, its replicator and the store it replicates to. Safe for use by many threads. */
final class ReplicatedDatabase {
  private final DatabaseConfiguration configuration;
  private final ObjectStore store;
  private final Replicator replicator;

  private ReplicatedDatabase(
      DatabaseConfiguration configuration, ObjectStore store, Replicator replicator) {
    this.configuration = configuration;
    this.store = store;
    this.replicator = replicator;
  }

  /**
   * Starts to replicate; returns at once.
   *
   * @param replica its store is closed by {@link #closeStore}
   */
  static ReplicatedDatabase start(
      OpenReplica replica, ReplicatorSettings settings, EngineThreads threads) {
    return of(
        replica,
        Replicator.start(
            replica.database().path(), new Replica(replica.store()), settings, threads));
  }

  /** One that is replicated already; its store is closed by {@link #closeStore}. */
  static ReplicatedDatabase of(OpenReplica replica, Replicator replicator) {
    return new ReplicatedDatabase(replica.database(), replica.store(), replicator);
  }

  Path path() {
    return configuration.path();
  }

  /** Where it is replicated to, without secrets. */
  String replica() {
    return configuration.replica().describe();
  }

  ReplicatorSettings settings() {
    return configuration.settings();
  }

  Replicator replicator() {
    return replicator;
  }

  ReplicatorStatus status() {
    return replicator.status();
  }

  /** Calls {@code changed} on each change of its state or problem. */
  void addListener(Consumer<ReplicatedDatabase> changed) {
    replicator.addListener(status -> changed.accept(this));
  }

  /** Whether it was found out what the replica has, or why that cannot be found out. */
  boolean isSettled() {
    ReplicatorStatus status = status();
    return status.state() != State.STARTING || status.problem().isPresent();
  }

  /** Whether nothing of it will be replicated any more. */
  boolean isStopped() {
    State state = status().state();
    return state == State.FENCED || state == State.REFUSED;
  }

  /** The exit code of a process in which this database was not replicated to the end. */
  int exitCode() {
    return switch (status().state()) {
      case FENCED -> ExitCode.FENCED;
      case REFUSED -> ExitCode.REFUSED;
      default -> ExitCode.FAILED;
    };
  }

  /** Ships the tail and ends, within the budget. */
  Shutdown close(Duration budget) {
    return replicator.close(budget);
  }

  /** What would be told by {@link #close} if it ended now. */
  Shutdown abandoned() {
    ReplicatorStatus status = status();
    return new Shutdown(
        false,
        status.position(),
        status.pendingCommits(),
        status.pendingBytes(),
        status.problem().or(() -> Optional.of("the time for the shutdown was used up")));
  }

  /** Gives the store's connections back. */
  void closeStore() {
    store.close();
  }
}
