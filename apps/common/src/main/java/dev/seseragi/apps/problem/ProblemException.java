package dev.seseragi.apps.problem;

/** Ends a request with a {@link Problem}. It has no stack trace: it is an answer, not a defect. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** The end of a request. */
  public ProblemException(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What its sender is told. */
  public Problem problem() {
    return problem;
  }
}
