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
import dev.seseragi.cli.text.Table;
import dev.seseragi.cli.text.Times;
import dev.seseragi.engine.fence.SetAside;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.SetAsideExport;
import dev.seseragi.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows, and gives back, what fenced writers had committed and nobody acknowledged. */
public final class FencedCommand implements Command {
  private static final String LIST = "list";
  private static final String EXPORT = "export";
  private static final Flag WRITER =
      Flag.text("writer", "ID", "Whose commits to export, as list shows it. Default: the only one");
  private static final Flag OUTPUT = Flag.text("o", "PATH", "The database file to export to");

  /** The command. */
  public FencedCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "fenced",
        "Shows and exports what writers had committed when another one took over: nobody was told"
            + " that it is safe, and it is in no history.",
        List.of("list DB_PATH", "list REPLICA_URL", "export DB_PATH", "export REPLICA_URL"),
        List.of(CommonFlags.CONFIG, CommonFlags.NO_EXPAND_ENV, CommonFlags.JSON, WRITER, OUTPUT),
        List.of(
            "seseragi fenced list s3://backups/shop",
            "seseragi fenced -o found.db export s3://backups/shop"));
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    List<String> words = CommonFlags.positionals(arguments, 2);
    String action = words.isEmpty() ? "" : words.getFirst();
    if (!action.equals(LIST) && !action.equals(EXPORT)) {
      throw new CommandException(
          "list or export required (got \"%s\")".formatted(action), "seseragi fenced list URL");
    }
    ReplicaArgument argument =
        ReplicaArgument.of(
            "fenced " + action, words.subList(1, words.size()), arguments, surroundings);
    try (ObjectStore store = argument.open(surroundings)) {
      SetAsideExport export = new SetAsideExport(new Replica(store), surroundings.clock());
      if (action.equals(LIST)) {
        list(export.list(), arguments, surroundings);
      } else {
        export(export, arguments, surroundings);
      }
    }
    return ExitCode.OK;
  }

  private static void list(List<SetAside> parts, Arguments arguments, Surroundings surroundings) {
    if (arguments.isOn(CommonFlags.JSON)) {
      surroundings.out().print(Json.pretty(json(parts)) + "\n");
      return;
    }
    if (parts.isEmpty()) {
      surroundings.out().print("nothing is set aside\n");
      return;
    }
    Table table = new Table("writer", "slot", "size", "set aside");
    for (SetAside part : parts) {
      table.row(
          part.writer().toString(),
          part.slot().toString(),
          Long.toString(part.object().sizeBytes()),
          Times.seconds(part.created()));
    }
    surroundings.out().print(table);
  }

  private static List<Map<String, Object>> json(List<SetAside> parts) {
    List<Map<String, Object>> result = new ArrayList<>();
    for (SetAside part : parts) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("writer", part.writer().toString());
      entry.put("slot", part.slot().toString());
      entry.put("size", part.object().sizeBytes());
      entry.put("object", part.object().name());
      entry.put("created", Times.seconds(part.created()));
      result.add(entry);
    }
    return result;
  }

  private static void export(
      SetAsideExport export, Arguments arguments, Surroundings surroundings) {
    String output =
        arguments
            .text(OUTPUT)
            .orElseThrow(() ->
                new CommandException(
                    "-o PATH required", "seseragi fenced -o found.db export REPLICA_URL"));
    Path target = surroundings.workingFolder().resolve(output);
    WriterId writer =
        arguments.text(WRITER).map(FencedCommand::parse).orElseGet(() -> only(export));
    try {
      export.run(writer, target);
    } catch (IOException e) {
      throw new CommandException("cannot write %s: %s".formatted(target, e.getMessage()));
    }
    surroundings
        .out()
        .print(
            "%s is the database of writer %s with all that it had committed\n"
                .formatted(target, writer));
  }

  private static WriterId parse(String text) {
    if (!text.matches("[0-9a-f]{16}")) {
      throw new CommandException(
          "-writer is 16 hexadecimal digits, as list shows them (got \"%s\")".formatted(text));
    }
    return new WriterId(HexFormat.fromHexDigitsToLong(text));
  }

  private static WriterId only(SetAsideExport export) {
    List<WriterId> writers = export.list().stream().map(SetAside::writer).distinct().toList();
    if (writers.size() != 1) {
      throw new CommandException(
          writers.isEmpty()
              ? "nothing is set aside"
              : "%d writers left something: choose one with -writer".formatted(writers.size()),
          "seseragi fenced list REPLICA_URL");
    }
    return writers.getFirst();
  }
}
