package dev.seseragi.cli.commands;

import dev.seseragi.cli.Cli;
import dev.seseragi.cli.Command;
import dev.seseragi.cli.CommandList;
import dev.seseragi.cli.Surroundings;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Usage;
import java.util.List;

/** Writes a script that teaches bash the commands and flags. */
final class CompletionCommand implements Command {
  private final CommandList commands;

  CompletionCommand(CommandList commands) {
    this.commands = commands;
  }

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "completion",
        "Prints a script that completes commands and flags in bash, and in zsh by bashcompinit.",
        List.of(""),
        List.of(),
        List.of("", "Use it:", "  source <(seseragi completion)"));
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    CommonFlags.positionals(arguments, 0);
    List<CommandShape> shapes = commands.all().stream().map(Command::shape).toList();
    surroundings.out().print(Usage.bashCompletion(CommandList.PROGRAM, shapes));
    return Cli.OK;
  }
}
