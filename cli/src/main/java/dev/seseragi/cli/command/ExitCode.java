package dev.seseragi.cli.command;

/** How a command ends, as scripts see it. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** It could not be done; stderr says why. */
  public static final int FAILED = 1;

  /** A defect of the program; stderr has the stack trace. */
  public static final int CRASHED = 2;

  /** Ended by the interrupt of a person, as shells report it. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
