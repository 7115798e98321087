package dev.seseragi.cli.inspect;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.config.ReplicaArgument;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.engine.ReplicatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Forgets what is remembered locally about one database, which is to be kept as it is. */
public final class ResetCommand implements Command {
  /** The command. */
  public ResetCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "reset",
        "Removes the local state of a database, and says that the database is to be kept: the next"
            + " start puts it on top of what its replica holds, even if it does not descend from it."
            + " Earlier points stay restorable.",
        List.of("DB_PATH"),
        List.of(CommonFlags.CONFIG, CommonFlags.NO_EXPAND_ENV, CommonFlags.DRY_RUN),
        List.of());
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    List<String> words = CommonFlags.positionals(arguments, 1);
    if (words.isEmpty()) {
      throw new CommandException("database path required", "seseragi reset /path/to/db");
    }
    DatabaseConfiguration database =
        ReplicaArgument.configured(
            words.getFirst(), CommonFlags.readConfiguration(arguments, surroundings), surroundings);
    Path folder = database.settings().stateFolder();
    boolean isDryRun = arguments.isOn(CommonFlags.DRY_RUN);
    StringBuilder text = new StringBuilder();
    try {
      for (Path file : filesIn(folder)) {
        if (!isDryRun) {
          Files.deleteIfExists(file);
        }
        text.append(isDryRun ? "would remove " : "removed ").append(file).append('\n');
      }
      if (!isDryRun) {
        Files.createDirectories(folder);
        Files.writeString(ReplicatorSettings.consentIn(folder), "");
      }
    } catch (IOException e) {
      throw new CommandException("cannot remove the local state in %s: %s".formatted(folder, e));
    }
    if (text.isEmpty()) {
      text.append("there is no local state in ").append(folder).append('\n');
    }
    text.append(
        "the next start %s this database on top of what its replica holds%n"
            .formatted(isDryRun ? "would put" : "puts"));
    surroundings.out().print(text);
    return ExitCode.OK;
  }

  /** Files only: a folder in there is another program's, such as Litestream's ltx. */
  private static List<Path> filesIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.equals(ReplicatorSettings.consentIn(folder)))
          .sorted()
          .toList();
    }
  }
}
