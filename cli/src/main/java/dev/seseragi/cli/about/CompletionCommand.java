package dev.seseragi.cli.about;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandList;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Usage;
import java.util.List;

/** Writes a script that teaches bash the commands and flags. */
public final class CompletionCommand implements Command {
  private final CommandList commands;

  /** Completes these commands. */
  public CompletionCommand(CommandList commands) {
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
    return ExitCode.OK;
  }
}
