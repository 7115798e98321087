package dev.seseragi.cli.restore;

import dev.seseragi.SeseragiException;
import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.LocalPaths;
import dev.seseragi.cli.config.ReplicaArgument;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Flag;
import dev.seseragi.engine.DatabaseRestore;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.IntegrityCheck;
import dev.seseragi.engine.restore.NoBackupException;
import dev.seseragi.engine.restore.PointNotAvailableException;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePlan;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.engine.restore.TargetException;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Brings a database back from its replica. */
public final class RestoreCommand implements Command {
  private static final Flag OUTPUT =
      Flag.text("o", "PATH", "Where the database goes. Default: DB_PATH; required with a URL");
  private static final Flag TXID =
      Flag.text("txid", "HEX16", "Restore the state after this position, 16 hex digits");
  private static final Flag TIMESTAMP =
      Flag.text(
          "timestamp", "TIME", "Restore the state before a time, such as 2026-01-02T15:04:05Z");
  private static final Flag PARALLELISM =
      Flag.number("parallelism", "How many parts are read at the same time, 1 to 64. Default: 8");
  private static final Flag IF_DB_NOT_EXISTS =
      Flag.toggle("if-db-not-exists", "Do nothing, with exit code 0, if there is a database");
  private static final Flag IF_REPLICA_EXISTS =
      Flag.toggle("if-replica-exists", "Exit code 0 if the replica is proven to hold no backup");
  private static final Flag FORCE =
      Flag.toggle("force", "Replace an existing database, once the restored one is complete");
  private static final Flag FOLLOW = Flag.toggle("f", "Follow the replica (not supported yet)");
  private static final Flag FOLLOW_INTERVAL =
      Flag.duration("follow-interval", "How often -f looks (not supported yet)");
  private static final Flag INTEGRITY_CHECK =
      Flag.text(
          "integrity-check",
          "CHECK",
          "none, quick or full: what SQLite checks before the file gets its name. Default: none");
  private static final Flag ALLOW_EARLIER_POINT =
      Flag.toggle(
          "allow-earlier-point",
          "If objects are damaged or missing, restore the latest valid point before them, and say"
              + " what is lost");

  private static final int MAX_PARALLELISM = 64;

  /** What the flags ask for. */
  private record Request(
      ReplicaArgument argument, Path target, RestorePoint point, RestoreOptions options) {
    /** Where the replication of the restored database would keep its state. */
    Path stateFolder() {
      return argument
          .database()
          .filter(database -> database.path().equals(target))
          .map(database -> database.settings().stateFolder())
          .orElseGet(() -> ReplicatorSettings.stateFolderOf(target));
    }
  }

  /** The command. */
  public RestoreCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "restore",
        "Brings a database back from its replica.",
        List.of("DB_PATH", "REPLICA_URL"),
        List.of(
            OUTPUT,
            CommonFlags.CONFIG,
            CommonFlags.NO_EXPAND_ENV,
            TXID,
            TIMESTAMP,
            PARALLELISM,
            IF_DB_NOT_EXISTS,
            IF_REPLICA_EXISTS,
            CommonFlags.DRY_RUN,
            FORCE,
            ALLOW_EARLIER_POINT,
            INTEGRITY_CHECK,
            CommonFlags.JSON,
            FOLLOW,
            FOLLOW_INTERVAL),
        List.of(
            "",
            "Examples:",
            "  seseragi restore /data/shop.db",
            "  seseragi restore -o /tmp/shop.db -timestamp 2026-01-02T15:04:05Z file:///backup/shop"));
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    refuseFollowing(arguments);
    Request request = request(arguments, surroundings);
    if (arguments.isOn(IF_DB_NOT_EXISTS) && Files.exists(request.target())) {
      surroundings.out().print("database already exists, skipping\n");
      return ExitCode.OK;
    }
    try (ObjectStore store = request.argument().open(surroundings)) {
      if (arguments.isOn(CommonFlags.DRY_RUN)) {
        plan(new Replica(store), request, arguments, surroundings);
      } else {
        restore(new Replica(store), request, arguments, surroundings);
      }
      return ExitCode.OK;
    } catch (NoBackupException e) {
      if (arguments.isOn(IF_REPLICA_EXISTS)) {
        surroundings.out().print("no matching backups found\n");
        return ExitCode.OK;
      }
      throw inLitestreamsWords("no matching backup files available", e);
    } catch (PointNotAvailableException e) {
      throw inLitestreamsWords(
          arguments.text(TIMESTAMP).isPresent()
              ? "timestamp does not exist"
              : "no matching backup files available",
          e);
    } catch (TargetException e) {
      throw arguments.isOn(FORCE) || Files.isDirectory(request.target())
          ? e
          : new CommandException(
              String.valueOf(e.getMessage()), "-force to overwrite, or -o for another place");
    }
  }

  /** Scripts look for Litestream's words; people want to know what was found. */
  private static SeseragiException inLitestreamsWords(String words, SeseragiException found) {
    return new SeseragiException(words + ": " + found.getMessage(), found);
  }

  private static void refuseFollowing(Arguments arguments) {
    if (arguments.isOn(FOLLOW) || arguments.duration(FOLLOW_INTERVAL).isPresent()) {
      throw new CommandException(
          "following a replica (-f) is not supported yet; restore again when you need it");
    }
  }

  private static Request request(Arguments arguments, Surroundings surroundings) {
    RestorePoint point = point(arguments);
    ReplicaArgument argument = ReplicaArgument.of("restore", arguments, surroundings);
    LocalPaths paths = LocalPaths.of(surroundings);
    Path target =
        arguments
            .text(OUTPUT)
            .map(paths::resolve)
            .or(() -> argument.database().map(database -> database.path()))
            .orElseThrow(() ->
                new CommandException(
                    "-o is required when restoring from a replica URL",
                    "seseragi restore -o PATH " + argument.location().describe()));
    return new Request(argument, target, point, options(arguments));
  }

  private static RestoreOptions options(Arguments arguments) {
    int parallelism = arguments.number(PARALLELISM).orElse(RestoreOptions.DEFAULT_PARALLELISM);
    if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
      throw new CommandException(
          "-parallelism must be 1 to %d (got %d)".formatted(MAX_PARALLELISM, parallelism));
    }
    return RestoreOptions.defaults()
        .withParallelism(parallelism)
        .withIntegrityCheck(integrityCheck(arguments.text(INTEGRITY_CHECK)))
        .withOverwrite(arguments.isOn(FORCE))
        .withAllowEarlierPoint(arguments.isOn(ALLOW_EARLIER_POINT));
  }

  private static IntegrityCheck integrityCheck(Optional<String> word) {
    return switch (word.orElse("none")) {
      case "none" -> IntegrityCheck.NONE;
      case "quick" -> IntegrityCheck.QUICK;
      case "full" -> IntegrityCheck.FULL;
      default ->
          throw new CommandException(
              "-integrity-check must be none, quick or full (got %s)".formatted(word.get()));
    };
  }

  private static RestorePoint point(Arguments arguments) {
    Optional<String> txid = arguments.text(TXID);
    Optional<String> timestamp = arguments.text(TIMESTAMP);
    if (txid.isPresent() && timestamp.isPresent()) {
      throw new CommandException("cannot specify index & timestamp to restore");
    }
    if (txid.isPresent()) {
      return new RestorePoint.AtTxid(parseTxid(txid.get()));
    }
    return timestamp.isPresent()
        ? new RestorePoint.AtTime(parseTime(timestamp.get()))
        : new RestorePoint.Latest();
  }

  private static Txid parseTxid(String word) {
    try {
      Txid txid = Txid.parse(word.toLowerCase(Locale.ROOT));
      if (!txid.equals(Txid.NONE)) {
        return txid;
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException("invalid -txid: " + e.getMessage());
    }
    throw new CommandException("invalid -txid: the first position is " + Txid.FIRST);
  }

  private static Instant parseTime(String word) {
    try {
      return OffsetDateTime.parse(word).toInstant();
    } catch (DateTimeParseException e) {
      throw new CommandException(
          "invalid -timestamp, must specify in ISO 8601 format (e.g. 2000-01-01T00:00:00Z)");
    }
  }

  private static void plan(
      Replica replica, Request request, Arguments arguments, Surroundings surroundings) {
    RestorePlan plan =
        new Restore(replica, RestoreThreads.ofSystem(), surroundings.clock()).plan(request.point());
    surroundings
        .out()
        .print(
            arguments.isOn(CommonFlags.JSON)
                ? RestoreReport.planJson(plan, request.target(), request.argument().location())
                : RestoreReport.plan(plan, request.target(), request.argument().location()));
  }

  private static void restore(
      Replica replica, Request request, Arguments arguments, Surroundings surroundings) {
    RestoreProgress progress =
        new RestoreProgress(surroundings.err(), surroundings.isTerminal(), System::nanoTime);
    DatabaseRestore restore =
        new DatabaseRestore(
            replica,
            surroundings.clock(),
            warning -> surroundings.err().print("Warning: " + warning + "\n"));
    RestoreResult result;
    try {
      result =
          restore.run(
              request.point(),
              request.target(),
              request.stateFolder(),
              request.options().withListener(progress));
    } finally {
      progress.end();
    }
    RestoreReport.warnings(result)
        .forEach(warning -> surroundings.err().print("Warning: " + warning + "\n"));
    if (arguments.isOn(CommonFlags.JSON)) {
      surroundings
          .out()
          .print(
              RestoreReport.doneJson(
                  result,
                  request.target(),
                  request.argument().location(),
                  request.options().integrityCheck()));
    } else {
      surroundings.err().print(RestoreReport.done(result, request.target()));
    }
  }
}
