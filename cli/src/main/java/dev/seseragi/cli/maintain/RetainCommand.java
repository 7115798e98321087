package dev.seseragi.cli.maintain;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.ReplicaArgument;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Flag;
import dev.seseragi.cli.text.Json;
import dev.seseragi.cli.text.Sizes;
import dev.seseragi.cli.text.Times;
import dev.seseragi.engine.compact.CompactionSettings;
import dev.seseragi.engine.compact.RetentionPass;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deletes once what retention allows, where the replicating process may not. */
public final class RetainCommand implements Command {
  private static final Flag SNAPSHOT_RETENTION =
      Flag.duration(
          "snapshot-retention",
          "For how long back every point in time stays restorable. Default: as configured, else 24h");
  private static final Flag L0_RETENTION =
      Flag.duration(
          "l0-retention",
          "For how long back every single segment stays. Default: as configured, else 5m");

  /** The command. */
  public RetainCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "retain",
        "Deletes from a replica what retention no longer promises. For a schedule, with credentials"
            + " that may delete, where the replicating process has none.",
        List.of("DB_PATH", "REPLICA_URL"),
        List.of(
            CommonFlags.CONFIG,
            CommonFlags.NO_EXPAND_ENV,
            SNAPSHOT_RETENTION,
            L0_RETENTION,
            CommonFlags.DRY_RUN,
            CommonFlags.JSON),
        List.of());
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    ReplicaArgument argument = ReplicaArgument.of("retain", arguments, surroundings);
    CompactionSettings settings = settings(argument, arguments);
    boolean isDryRun = arguments.isOn(CommonFlags.DRY_RUN);
    try (ObjectStore store = argument.open(surroundings)) {
      RetentionPass pass =
          RetentionPass.plan(new Replica(store), settings, surroundings.clock().instant());
      if (!isDryRun && !pass.deletable().isEmpty() && !pass.run()) {
        throw new CommandException(
            "%s forbids deleting: nothing was deleted. Run retain with credentials that may delete"
                .formatted(store.describe()));
      }
      String replica = store.describe();
      surroundings
          .out()
          .print(
              arguments.isOn(CommonFlags.JSON)
                  ? json(replica, pass, isDryRun)
                  : text(replica, pass, isDryRun));
    }
    return ExitCode.OK;
  }

  private static CompactionSettings settings(ReplicaArgument argument, Arguments arguments) {
    CompactionSettings configured =
        argument
            .database()
            .map(database -> database.settings().compaction())
            .orElse(CompactionSettings.DEFAULTS);
    try {
      return configured.withRetention(
          arguments.duration(SNAPSHOT_RETENTION).orElse(configured.snapshotRetention()),
          arguments.duration(L0_RETENTION).orElse(configured.l0Retention()));
    } catch (IllegalArgumentException negative) {
      throw new CommandException(String.valueOf(negative.getMessage()));
    }
  }

  private static String text(String replica, RetentionPass pass, boolean isDryRun) {
    String kept =
        pass.kept().isEmpty()
            ? "nothing is stored there"
            : "%d kept, %s, the oldest of %s"
                .formatted(
                    pass.kept().size(),
                    Sizes.human(bytes(pass.kept())),
                    Times.seconds(pass.kept().getFirst().created()));
    return "%s: %s %d segments, %s; %s\n"
        .formatted(
            replica,
            isDryRun ? "would delete" : "deleted",
            pass.deletable().size(),
            Sizes.human(bytes(pass.deletable())),
            kept);
  }

  private static String json(String replica, RetentionPass pass, boolean isDryRun) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("replica", replica);
    result.put("dry_run", isDryRun);
    result.put("deleted", pass.deletable().size());
    result.put("deleted_bytes", bytes(pass.deletable()));
    result.put("kept", pass.kept().size());
    result.put("kept_bytes", bytes(pass.kept()));
    return Json.pretty(result) + "\n";
  }

  private static long bytes(List<SegmentInfo> segments) {
    return segments.stream().mapToLong(SegmentInfo::sizeBytes).sum();
  }
}
