package dev.seseragi.cli.replicate;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.Configuration;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.Flag;
import dev.seseragi.cli.log.Log;
import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Opening;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.fence.RefusedException;
import dev.seseragi.engine.replica.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Replication beside a command behind a {@link Gatekeeper}: databases are restored if they are
 * missing, and taken over, before the command is started.
 */
public final class GatedReplication {
  /** How long it is tried to become the writer. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

  private final Arguments arguments;
  private final Surroundings surroundings;

  /** A replication by these flags. */
  public GatedReplication(Arguments arguments, Surroundings surroundings) {
    this.arguments = arguments;
    this.surroundings = surroundings;
  }

  /** The flags that it understands. */
  public static List<Flag> flags() {
    return List.of(
        CommonFlags.CONFIG,
        CommonFlags.NO_EXPAND_ENV,
        ReplicateCommand.TAKE_OVER,
        ReplicateCommand.LOG_LEVEL);
  }

  /**
   * Runs until the command ends, or something asks for the end.
   *
   * @param databaseWords {@code DB_PATH REPLICA_URL}, or nothing: those of the configuration
   * @param command its words; none: the one of the configuration
   * @param keeper makes the gatekeeper, when it is known that the words make sense
   * @return the exit code
   */
  public int run(List<String> databaseWords, List<String> command, Function<Log, Gatekeeper> keeper)
      throws InterruptedException {
    ReplicateCommand.checkTakeOver(arguments);
    Configuration configuration =
        ReplicateCommand.configuration(arguments, databaseWords, surroundings);
    List<String> words = command.isEmpty() ? ofConfiguration(configuration) : command;
    Log log = ReplicateCommand.openLog(arguments, configuration, surroundings);
    try (MetricsServer server = MetricsServer.bind(configuration.metricsAddress());
        Gatekeeper gatekeeper = keeper.apply(log)) {
      List<OpenReplica> replicas = OpenReplica.all(configuration, surroundings);
      EngineThreads threads = EngineThreads.start();
      List<ReplicatedDatabase> databases = open(replicas, threads);
      server.serve(databases, log);
      gatekeeper.replicating(databases.stream().map(ReplicatedDatabase::replicator).toList());
      Replication.Frame frame =
          new Replication.Frame(
              words, surroundings.workingFolder(), configuration.shutdownBudget(), gatekeeper);
      int exitCode = new Replication(databases, frame, log).run();
      if (exitCode == ExitCode.OK) {
        databases.forEach(ReplicatedDatabase::closeStore);
        threads.close();
      }
      return exitCode;
    } catch (RefusedException e) {
      surroundings.err().print("Error: " + e.getMessage() + "\n");
      return ExitCode.REFUSED;
    }
  }

  private static List<String> ofConfiguration(Configuration configuration) {
    return configuration
        .exec()
        .map(CommandWords::split)
        .orElseThrow(() ->
            new CommandException(
                "there is no command to run", "seseragi run -proxy 3000:8080 -- myapp"));
  }

  private List<ReplicatedDatabase> open(List<OpenReplica> replicas, EngineThreads threads)
      throws InterruptedException {
    List<ReplicatedDatabase> databases = new ArrayList<>();
    for (OpenReplica replica : replicas) {
      ReplicatorSettings settings =
          ReplicateCommand.takingOver(replica.database().settings(), arguments);
      Replicator replicator =
          new Opening(
                  replica.database().path(),
                  new Replica(replica.store()),
                  new Opening.Settings(settings, START_TIMEOUT),
                  threads)
              .run();
      databases.add(ReplicatedDatabase.of(replica, replicator));
    }
    return databases;
  }
}
