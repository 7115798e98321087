package dev.seseragi.cli.about;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.CommonFlags;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.Flag;
import java.util.List;

/** A command that talks to a running process through its control socket, which is to come. */
public final class SocketCommand implements Command {
  private final CommandShape shape;

  private SocketCommand(CommandShape shape) {
    this.shape = shape;
  }

  /** The command with this name. */
  public static SocketCommand named(String name) {
    Flag socket = Flag.text("socket", "PATH", "The control socket");
    Flag timeout = Flag.number("timeout", "Seconds to wait");
    List<Flag> more =
        switch (name) {
          case "sync" -> List.of(Flag.toggle("wait", "Wait until it is in the replica"));
          case "register" -> List.of(Flag.text("replica", "URL", "Where it is replicated to"));
          case "unregister" -> List.of(CommonFlags.DRY_RUN);
          default -> List.of();
        };
    List<Flag> flags = new java.util.ArrayList<>(List.of(socket, timeout, CommonFlags.JSON));
    flags.addAll(more);
    boolean isAboutAll = name.equals("list") || name.equals("info");
    return new SocketCommand(
        new CommandShape(
            name,
            "Not available in this version: needs the control socket.",
            List.of(isAboutAll ? "" : "DB_PATH"),
            flags,
            List.of()));
  }

  @Override
  public CommandShape shape() {
    return shape;
  }

  @Override
  public int run(Arguments arguments, Surroundings surroundings) {
    throw new CommandException(
        "seseragi %s is not available in this version: there is no control socket yet"
            .formatted(shape.name()),
        alternative());
  }

  private String alternative() {
    return switch (shape.name()) {
      case "sync" -> "seseragi replicate -once";
      case "list", "info" -> "seseragi status";
      default -> "change the configuration and start seseragi replicate again";
    };
  }
}
