package dev.seseragi.cli.inspect;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.Configuration;
import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.text.Json;
import dev.seseragi.cli.text.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists what the configuration says is replicated. */
public final class DatabasesCommand implements Command {
  /** The command. */
  public DatabasesCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "databases",
        "Lists the databases of the configuration.",
        List.of(""),
        List.of(CommonFlags.CONFIG, CommonFlags.NO_EXPAND_ENV, CommonFlags.JSON),
        List.of());
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    CommonFlags.positionals(arguments, 0);
    Configuration configuration = CommonFlags.readConfiguration(arguments, surroundings);
    surroundings
        .out()
        .print(
            arguments.isOn(CommonFlags.JSON)
                ? json(configuration.databases(), surroundings.environment())
                : table(configuration.databases(), surroundings.environment()));
    return ExitCode.OK;
  }

  private static String table(
      List<DatabaseConfiguration> databases, Map<String, String> environment) {
    Table table = new Table("path", "replica", "encrypted");
    for (DatabaseConfiguration database : databases) {
      table.row(
          database.path().toString(),
          database.replica().type().label(),
          database.isEncrypted(environment) ? "yes" : "no");
    }
    return table.toString();
  }

  private static String json(
      List<DatabaseConfiguration> databases, Map<String, String> environment) {
    List<Object> rows = new ArrayList<>();
    for (DatabaseConfiguration database : databases) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("path", database.path().toString());
      row.put("replica", database.replica().type().label());
      row.put("encrypted", database.isEncrypted(environment));
      rows.add(row);
    }
    return Json.pretty(rows) + "\n";
  }
}
