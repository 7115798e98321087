package dev.seseragi.cli.about;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Flag;
import java.util.List;

/** Says which version this is. */
public final class VersionCommand implements Command {
  private static final Flag VERBOSE =
      Flag.toggle("verbose", "Also Java's version, the commit, the system");

  /** The command. */
  public VersionCommand() {}

  @Override
  public CommandShape shape() {
    return new CommandShape(
        "version", "Says which version this is.", List.of(""), List.of(VERBOSE), List.of());
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    CommonFlags.positionals(arguments, 0);
    Version version = Version.load();
    surroundings.out().print(arguments.isOn(VERBOSE) ? verbose(version) : version.number() + "\n");
    return ExitCode.OK;
  }

  private static String verbose(Version version) {
    return """
    Version:      %s
    Java Version: %s
    Git Commit:   %s
    Commit Time:  %s
    OS/Arch:      %s/%s
    """
        .formatted(
            version.number(),
            Runtime.version(),
            version.commit(),
            version.commitTime(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }
}
