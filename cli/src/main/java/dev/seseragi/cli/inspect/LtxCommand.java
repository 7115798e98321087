package dev.seseragi.cli.inspect;

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
import dev.seseragi.cli.text.Table;
import dev.seseragi.cli.text.Times;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.store.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the segments of a replica. */
public final class LtxCommand implements Command {
  private static final Flag LEVEL =
      Flag.text("level", "LEVEL", "0 to 9, or all. Default: 0, what was shipped commit by commit");
  private static final String ALL = "all";

  private final String name;

  /** As {@code ltx}, or as {@code wal}, which it was called before Litestream 0.5. */
  public LtxCommand(String name) {
    this.name = name;
  }

  @Override
  public CommandShape shape() {
    return new CommandShape(
        name,
        name.equals("wal") ? "The old name of ltx." : "Lists the segments of a replica.",
        List.of("DB_PATH", "REPLICA_URL"),
        List.of(CommonFlags.CONFIG, CommonFlags.NO_EXPAND_ENV, CommonFlags.JSON, LEVEL),
        List.of());
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    if (name.equals("wal")) {
      surroundings.err().print("Warning: seseragi wal is now called seseragi ltx\n");
    }
    String level = arguments.text(LEVEL).orElse("0");
    if (!level.matches("[0-9]|" + ALL)) {
      throw new CommandException("-level must be 0 to 9 or all (got %s)".formatted(level));
    }
    ReplicaArgument argument = ReplicaArgument.of(name, arguments, surroundings);
    Inventory inventory;
    try (ObjectStore store = argument.open(surroundings)) {
      inventory = new Replica(store).list();
    }
    List<SegmentInfo> segments =
        level.equals(ALL) ? inventory.segments() : inventory.level(Integer.parseInt(level));
    surroundings.out().print(arguments.isOn(CommonFlags.JSON) ? json(segments) : table(segments));
    return ExitCode.OK;
  }

  private static String table(List<SegmentInfo> segments) {
    Table table = new Table("level", "min_txid", "max_txid", "size", "created");
    for (SegmentInfo segment : segments) {
      table.row(
          Integer.toString(segment.level()),
          segment.min().toString(),
          segment.max().toString(),
          Long.toString(segment.sizeBytes()),
          Times.seconds(segment.created()));
    }
    return table.toString();
  }

  private static String json(List<SegmentInfo> segments) {
    List<Object> rows = new ArrayList<>();
    for (SegmentInfo segment : segments) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("level", segment.level());
      row.put("min_txid", segment.min().toString());
      row.put("max_txid", segment.max().toString());
      row.put("size", segment.sizeBytes());
      row.put("timestamp", Times.exact(segment.created()));
      rows.add(row);
    }
    return Json.pretty(rows) + "\n";
  }
}
