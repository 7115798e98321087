package dev.seseragi.cli.command;

import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;

/** One command of the program. */
public interface Command {
  /** Its name, flags and usage. */
  CommandShape shape();

  /**
   * Does it.
   *
   * @return the exit code
   * @throws dev.seseragi.SeseragiException if it cannot; the message becomes the {@code Error:}
   */
  int run(Arguments arguments, Surroundings surroundings) throws InterruptedException;
}
