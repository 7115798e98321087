package dev.seseragi.apps.process;

/** How the process ends, as its supervisor sees it; the numbers of the seseragi command. */
public final class ExitCode {
  /** Everything that was committed is in the store. */
  public static final int OK = 0;

  /** It could not start, or not everything is known to be in the store. */
  public static final int FAILED = 1;

  /** A variable or an argument is wrong. */
  public static final int USAGE = 2;

  /** Another process took the replica over. */
  public static final int FENCED = 3;

  /** The database may not go on where its replica is. */
  public static final int REFUSED = 4;

  private ExitCode() {}
}
