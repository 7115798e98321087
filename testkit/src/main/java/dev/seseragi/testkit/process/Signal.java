package dev.seseragi.testkit.process;

/** Signals that a test sends, by their POSIX names without {@code SIG}. */
public enum Signal {
  /** End, please. */
  TERM,
  /** What Ctrl-C sends. */
  INT,
  /** The terminal is gone. */
  HUP,
  /** A JVM prints its threads. */
  QUIT,
  /** Stand still; a process cannot refuse. */
  STOP,
  /** Go on after {@link #STOP}. */
  CONT,
  /** End at once; a process cannot refuse. */
  KILL
}
