package dev.seseragi.cli.commands;

import dev.seseragi.cli.Command;
import dev.seseragi.cli.CommandList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every command there is. */
public final class Commands implements CommandList {
  private static final List<String> NAMES =
      List.of(
          "restore",
          "status",
          "databases",
          "ltx",
          "wal",
          "reset",
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
      case "restore" -> new RestoreCommand();
      case "status" -> new StatusCommand();
      case "databases" -> new DatabasesCommand();
      case "ltx", "wal" -> new LtxCommand(name);
      case "reset" -> new ResetCommand();
      case "version" -> new VersionCommand();
      case "completion" -> new CompletionCommand(this);
      case "start", "stop", "sync", "register", "unregister", "list", "info" ->
          SocketCommand.named(name);
      default -> null;
    };
  }
}
