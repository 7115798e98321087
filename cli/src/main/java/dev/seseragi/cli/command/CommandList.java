package dev.seseragi.cli.command;

import java.util.List;
import java.util.Optional;

/** The commands of the program. One is made only when it is needed: a start costs no other. */
public interface CommandList {
  /** What the program is called. */
  String PROGRAM = "seseragi";

  /** The names, in the order of the help. */
  List<String> names();

  /** The command with this name. */
  Optional<Command> find(String name);

  /** All commands, in the order of the help. */
  default List<Command> all() {
    return names().stream().map(this::find).flatMap(Optional::stream).toList();
  }
}
