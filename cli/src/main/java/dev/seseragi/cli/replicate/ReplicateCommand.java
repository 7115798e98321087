package dev.seseragi.cli.replicate;

import dev.seseragi.cli.about.Version;
import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.Configuration;
import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.config.LocalPaths;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Flag;
import dev.seseragi.cli.log.LineLoggerFinder;
import dev.seseragi.cli.log.Log;
import dev.seseragi.cli.log.LogSettings;
import dev.seseragi.cli.stores.ReplicaLocation;
import dev.seseragi.cli.stores.ReplicaUrl;
import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.fence.TakeOverPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replicates databases until it is told to end. */
public final class ReplicateCommand implements Command {
  private static final Flag EXEC =
      Flag.text("exec", "COMMAND", "Run a command beside the replication, and end when it ends");
  private static final Flag ONCE = Flag.toggle("once", "Sync once and end; not with -exec");
  private static final Flag FORCE_SNAPSHOT =
      Flag.toggle("force-snapshot", "With -once: write a snapshot of each database");
  private static final Flag ENFORCE_RETENTION =
      Flag.toggle("enforce-retention", "With -once: compact what is due, delete what is old");
  private static final Flag RESTORE_IF_DB_NOT_EXISTS =
      Flag.toggle(
          "restore-if-db-not-exists",
          "Restore missing databases first; an empty replica means a new database");
  static final Flag TAKE_OVER =
      Flag.text(
          "take-over",
          "WORD",
          "steal, wait or fail: when another writer has not said that it ended. Default: steal");
  static final Flag LOG_LEVEL =
      Flag.text("log-level", "LEVEL", LogSettings.LEVELS + ". Default: info");

  /** Replicates. */
  public ReplicateCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "replicate",
        "Replicates databases until it is told to end.",
        List.of("", "DB_PATH REPLICA_URL"),
        List.of(
            CommonFlags.CONFIG,
            CommonFlags.NO_EXPAND_ENV,
            EXEC,
            ONCE,
            FORCE_SNAPSHOT,
            ENFORCE_RETENTION,
            RESTORE_IF_DB_NOT_EXISTS,
            TAKE_OVER,
            LOG_LEVEL),
        List.of(
            "",
            "Examples:",
            "  seseragi replicate /data/shop.db file:///backup/shop",
            "  seseragi replicate -config /etc/litestream.yml -exec \"myapp -port 8080\"",
            "",
            "Ends on SIGTERM and SIGINT within the shutdown budget (8s by default): 0 if everything",
            "is replicated. With -exec the exit code is the command's, unless that is 0 and something",
            "is not replicated."));
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) throws InterruptedException {
    rejectContradictions(arguments);
    Configuration configuration = configuration(arguments, arguments.positionals(), surroundings);
    Optional<List<String>> command =
        arguments.text(EXEC).or(configuration::exec).map(CommandWords::split);
    if (arguments.isOn(ONCE) && command.isPresent()) {
      throw new CommandException("cannot specify -once together with exec");
    }
    Log log = openLog(arguments, configuration, surroundings);
    try (MetricsServer server = MetricsServer.bind(configuration.metricsAddress())) {
      List<OpenReplica> replicas = OpenReplica.all(configuration, surroundings);
      restoreMissing(arguments, replicas, surroundings, log);
      // Before anything is started: a start would claim the replica of a database that is not
      // there.
      List<OpenReplica> chosen =
          arguments.isOn(ONCE) ? SingleSync.existing(replicas, log) : replicas;
      EngineThreads threads = EngineThreads.start();
      List<ReplicatedDatabase> databases = start(arguments, chosen, threads);
      server.serve(databases, log);
      int exitCode =
          arguments.isOn(ONCE)
              ? once(arguments, configuration, databases, surroundings, log)
              : replicate(configuration, command, databases, surroundings, log);
      if (chosen.size() < replicas.size()) {
        exitCode = Math.max(exitCode, ExitCode.FAILED);
      }
      if (exitCode == ExitCode.OK) {
        // After a failure one of these may hang; the process ends at once anyway.
        databases.forEach(ReplicatedDatabase::closeStore);
        threads.close();
      }
      return exitCode;
    }
  }

  private static int replicate(
      Configuration configuration,
      Optional<List<String>> command,
      List<ReplicatedDatabase> databases,
      Surroundings surroundings,
      Log log)
      throws InterruptedException {
    Replication.Frame frame =
        new Replication.Frame(
            command.orElse(List.of()),
            surroundings.workingFolder(),
            configuration.shutdownBudget(),
            Gatekeeper.NONE);
    return new Replication(databases, frame, log).run();
  }

  private static int once(
      Arguments arguments,
      Configuration configuration,
      List<ReplicatedDatabase> databases,
      Surroundings surroundings,
      Log log)
      throws InterruptedException {
    SingleSync.Options options =
        new SingleSync.Options(
            arguments.isOn(FORCE_SNAPSHOT),
            arguments.isOn(ENFORCE_RETENTION),
            configuration.shutdownBudget());
    return new SingleSync(databases, options, surroundings.clock(), log).run();
  }

  /** The flag's word must be one that is known. */
  static void checkTakeOver(Arguments arguments) {
    Optional<String> takeOver = arguments.text(TAKE_OVER);
    if (takeOver.isPresent() && takeOver.flatMap(TakeOverPolicy.Kind::named).isEmpty()) {
      throw new CommandException(
          "-take-over must be steal, wait or fail (got %s)".formatted(takeOver.get()));
    }
  }

  private static void rejectContradictions(Arguments arguments) {
    checkTakeOver(arguments);
    if (arguments.isOn(ONCE)) {
      return;
    }
    for (Flag flag : List.of(FORCE_SNAPSHOT, ENFORCE_RETENTION)) {
      if (arguments.isOn(flag)) {
        throw new CommandException(
            "cannot specify -%s without -once".formatted(flag.name()),
            "seseragi replicate -once -" + flag.name());
      }
    }
  }

  /** What the words say, or, without words, the configuration that the flags name. */
  static Configuration configuration(
      Arguments arguments, List<String> words, Surroundings surroundings) {
    if (words.isEmpty()) {
      Configuration configuration = CommonFlags.readConfiguration(arguments, surroundings);
      if (configuration.databases().isEmpty()) {
        throw new CommandException(
            "no databases configured: there is nothing to replicate",
            "seseragi replicate DB_PATH REPLICA_URL, or add one under dbs:");
      }
      return configuration;
    }
    for (String word : words) {
      if (word.startsWith("-")) {
        throw new CommandException(
            "flag \"%s\" must be positioned before DB_PATH and REPLICA_URL arguments"
                .formatted(word));
      }
    }
    if (arguments.text(CommonFlags.CONFIG).isPresent()) {
      throw new CommandException("cannot specify a replica URL and the -config flag");
    }
    if (words.size() == 1) {
      throw new CommandException(
          "must specify at least one replica URL for " + words.getFirst(),
          "seseragi replicate " + words.getFirst() + " file:///backup/db");
    }
    if (words.size() > 2) {
      throw new CommandException("multiple replicas on a single database are no longer supported");
    }
    return ofArguments(words.get(0), words.get(1), LocalPaths.of(surroundings));
  }

  private static Configuration ofArguments(String database, String replica, LocalPaths paths) {
    ReplicaLocation location =
        ReplicaUrl.isUrl(replica)
            ? ReplicaUrl.parse(replica)
            : new ReplicaLocation.Directory(paths.resolve(replica));
    return Configuration.of(DatabaseConfiguration.of(paths.database(database), location));
  }

  static Log openLog(Arguments arguments, Configuration configuration, Surroundings surroundings) {
    Optional<String> flag = arguments.text(LOG_LEVEL);
    if (flag.isPresent() && LogSettings.parseLevel(flag.get()).isEmpty()) {
      throw new CommandException(
          "-log-level must be %s (got %s)".formatted(LogSettings.LEVELS, flag.get()));
    }
    Optional<String> variable =
        Optional.ofNullable(surroundings.environment().get("LOG_LEVEL"))
            .filter(word -> !word.isEmpty());
    LogSettings settings =
        flag.or(() -> variable)
            .flatMap(LogSettings::parseLevel)
            .map(configuration.logging()::withLevel)
            .orElse(configuration.logging());
    Log log = new Log(settings, surroundings.out(), surroundings.err(), surroundings.clock());
    LineLoggerFinder.use(log);
    log.info("seseragi", "version", Version.load().number(), "log-level", settings.level());
    configuration.notes().forEach(log::warn);
    variable
        .filter(word -> LogSettings.parseLevel(word).isEmpty())
        .ifPresent(word -> log.warn("LOG_LEVEL is none that is known", "value", word));
    return log;
  }

  private static void restoreMissing(
      Arguments arguments, List<OpenReplica> replicas, Surroundings surroundings, Log log) {
    List<OpenReplica> wanted =
        replicas.stream()
            .filter(replica ->
                replica.database().isRestoredIfMissing()
                    || arguments.isOn(RESTORE_IF_DB_NOT_EXISTS))
            .toList();
    try {
      new MissingDatabases(surroundings.clock(), log).restore(wanted);
    } catch (RuntimeException e) {
      OpenReplica.close(replicas);
      throw e;
    }
  }

  static ReplicatorSettings takingOver(ReplicatorSettings settings, Arguments arguments) {
    return arguments
        .text(TAKE_OVER)
        .flatMap(TakeOverPolicy.Kind::named)
        .map(kind -> new TakeOverPolicy(kind, settings.takeOver().stillness()))
        .map(settings::withTakeOver)
        .orElse(settings);
  }

  private static List<ReplicatedDatabase> start(
      Arguments arguments, List<OpenReplica> replicas, EngineThreads threads) {
    List<ReplicatedDatabase> databases = new ArrayList<>();
    for (OpenReplica replica : replicas) {
      ReplicatorSettings settings = takingOver(replica.database().settings(), arguments);
      databases.add(
          ReplicatedDatabase.start(
              replica, arguments.isOn(ONCE) ? settings.withoutHousekeeping() : settings, threads));
    }
    return databases;
  }
}
