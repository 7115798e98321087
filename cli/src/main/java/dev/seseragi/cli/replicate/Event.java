package dev.seseragi.cli.replicate;

import dev.seseragi.engine.Shutdown;

/** Something that happens to the process. */
sealed interface Event {
  /** A signal came. */
  record Signalled(ProcessSignal signal) implements Event {}

  /**
   * The child has ended.
   *
   * @param exitCode its own, or 128 and the number of the signal that ended it
   */
  record ChildEnded(int exitCode) implements Event {}

  /** Everything that the command was asked before the end began is answered. */
  record Drained() implements Event {}

  /** The command does not become what it should. */
  record GivenUp() implements Event {}

  /** The state of a database, or its problem, is another one. */
  record Changed(ReplicatedDatabase database) implements Event {}

  /** A database has been shut down. */
  record Closed(ReplicatedDatabase database, Shutdown shutdown) implements Event {}
}
