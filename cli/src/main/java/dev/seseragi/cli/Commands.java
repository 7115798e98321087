package dev.seseragi.cli;

import dev.seseragi.cli.about.CompletionCommand;
import dev.seseragi.cli.about.SocketCommand;
import dev.seseragi.cli.about.VersionCommand;
import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandList;
import dev.seseragi.cli.inspect.DatabasesCommand;
import dev.seseragi.cli.inspect.LtxCommand;
import dev.seseragi.cli.inspect.ResetCommand;
import dev.seseragi.cli.inspect.StatusCommand;
import dev.seseragi.cli.maintain.DoctorCommand;
import dev.seseragi.cli.maintain.FencedCommand;
import dev.seseragi.cli.maintain.RetainCommand;
import dev.seseragi.cli.replicate.ReplicateCommand;
import dev.seseragi.cli.restore.RestoreCommand;
import dev.seseragi.cli.restore.VerifyCommand;
import dev.seseragi.cli.run.RunCommand;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every command there is. */
public final class Commands implements CommandList {
  private static final List<String> NAMES =
      List.of(
          "replicate",
          "run",
          "restore",
          "verify",
          "status",
          "databases",
          "ltx",
          "wal",
          "reset",
          "retain",
          "doctor",
          "fenced",
          "version",
          "completion",
          "start",
          "stop",
          "sync",
          "register",
          "unregister",
          "list",
          "info");

  /** All commands. */
  public Commands() {}

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public Optional<Command> find(String name) {
    return Optional.ofNullable(make(name));
  }

  private @Nullable Command make(String name) {
    return switch (name) {
      case "replicate" -> new ReplicateCommand();
      case "run" -> new RunCommand();
      case "restore" -> new RestoreCommand();
      case "verify" -> new VerifyCommand();
      case "status" -> new StatusCommand();
      case "databases" -> new DatabasesCommand();
      case "ltx", "wal" -> new LtxCommand(name);
      case "reset" -> new ResetCommand();
      case "retain" -> new RetainCommand();
      case "doctor" -> new DoctorCommand();
      case "fenced" -> new FencedCommand();
      case "version" -> new VersionCommand();
      case "completion" -> new CompletionCommand(this);
      case "start", "stop", "sync", "register", "unregister", "list", "info" ->
          SocketCommand.named(name);
      default -> null;
    };
  }
}
