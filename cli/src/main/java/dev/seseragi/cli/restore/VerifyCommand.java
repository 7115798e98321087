package dev.seseragi.cli.restore;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.config.LocalPaths;
import dev.seseragi.cli.config.ReplicaArgument;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Flag;
import dev.seseragi.cli.text.Json;
import dev.seseragi.cli.text.Sizes;
import dev.seseragi.cli.text.Times;
import dev.seseragi.engine.proof.Scratch;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.IntegrityCheck;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Proves that a replica can be restored, by restoring it. */
public final class VerifyCommand implements Command {
  private static final Flag SCRATCH =
      Flag.text(
          "scratch",
          "PATH",
          "A folder with room for the database; what is put there is removed. Default: the system's"
              + " temporary folder");

  /** What was found out. */
  private record Finding(RestoreResult result, Optional<Comparison> comparison) {
    boolean isGood() {
      return comparison.filter(Comparison.DIFFERENT::equals).isEmpty();
    }
  }

  /** The command. */
  public VerifyCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "verify",
        "Proves that a replica can be restored: restores its newest state to scratch space, lets"
            + " SQLite check all of it, and compares it with the database.",
        List.of("DB_PATH", "REPLICA_URL"),
        List.of(CommonFlags.CONFIG, CommonFlags.NO_EXPAND_ENV, CommonFlags.JSON, SCRATCH),
        List.of(
            "",
            "A database that is replicated at this moment may have moved on; then it is not compared.",
            "verify-interval in the configuration lets the replicating process prove it by itself.",
            "Exit code 0: restorable, and not different. 1: see stderr."));
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    ReplicaArgument argument = ReplicaArgument.of("verify", arguments, surroundings);
    Path parent =
        arguments
            .text(SCRATCH)
            .map(LocalPaths.of(surroundings)::resolve)
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    Finding finding;
    try {
      Path folder = Files.createTempDirectory(parent, "seseragi-verify-");
      try (Scratch scratch = Scratch.in(folder);
          ObjectStore store = argument.open(surroundings)) {
        finding = verify(new Replica(store), argument, scratch.restored(), surroundings);
      }
    } catch (IOException e) {
      throw new CommandException("cannot verify in %s: %s".formatted(parent, e), "-scratch PATH");
    }
    surroundings
        .out()
        .print(arguments.isOn(CommonFlags.JSON) ? json(finding, argument) : text(finding));
    RestoreReport.warnings(finding.result())
        .forEach(warning -> surroundings.err().print("Warning: " + warning + "\n"));
    if (!finding.isGood()) {
      throw new CommandException(
          "what %s gives back is not what the database was at that position"
              .formatted(argument.location().describe()),
          "seseragi replicate -once -force-snapshot, then seseragi verify again");
    }
    return ExitCode.OK;
  }

  private static Finding verify(
      Replica replica, ReplicaArgument argument, Path restored, Surroundings surroundings)
      throws IOException {
    RestoreProgress progress =
        new RestoreProgress(surroundings.err(), surroundings.isTerminal(), System::nanoTime);
    RestoreResult result;
    try {
      result =
          new Restore(replica, RestoreThreads.ofSystem(), surroundings.clock())
              .run(
                  new RestorePoint.Latest(),
                  restored,
                  RestoreOptions.defaults()
                      .withIntegrityCheck(IntegrityCheck.FULL)
                      .withListener(progress));
    } finally {
      progress.end();
    }
    Optional<Comparison> comparison = Optional.empty();
    if (argument.database().isPresent()) {
      DatabaseConfiguration database = argument.database().get();
      comparison =
          Optional.of(
              Comparison.of(restored, result.plan().target(), database.path(), database.ledger()));
    }
    return new Finding(result, comparison);
  }

  private static String text(Finding finding) {
    RestoreResult result = finding.result();
    return "restorable as of %s, TXID %s: %s in %d ms, integrity check ok%s\n"
        .formatted(
            Times.exact(result.plan().created()),
            result.plan().target(),
            Sizes.human(result.pageSize().bytesOf(result.commitPages())),
            result.duration().toMillis(),
            finding.comparison().map(comparison -> "; " + comparison.words()).orElse(""));
  }

  private static String json(Finding finding, ReplicaArgument argument) {
    RestoreResult result = finding.result();
    Map<String, Object> json = new LinkedHashMap<>();
    argument.database().ifPresent(database -> json.put("db_path", database.path().toString()));
    json.put("replica", argument.location().type().label());
    json.put("txid", result.plan().target().toString());
    json.put("timestamp", Times.exact(result.plan().created()));
    json.put("size", result.pageSize().bytesOf(result.commitPages()));
    json.put("duration_ms", result.duration().toMillis());
    json.put("integrity_check", "ok");
    finding
        .comparison()
        .ifPresent(
            comparison -> json.put("comparison", comparison.name().toLowerCase(Locale.ROOT)));
    return Json.pretty(json) + "\n";
  }
}
