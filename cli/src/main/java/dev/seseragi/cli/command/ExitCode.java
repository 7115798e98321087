package dev.seseragi.cli.command;

/** How a command ends, as scripts see it. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** It could not be done; stderr says why. */
  public static final int FAILED = 1;

  /** A defect of the program; stderr has the stack trace. */
  public static final int CRASHED = 2;

  /** Another writer took the replica over: what was committed since is in no history. */
  public static final int FENCED = 3;

  /** The database may not go on where its replica is: the user has to choose. */
  public static final int REFUSED = 4;

  /** Ended by the interrupt of a person, as shells report it. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
