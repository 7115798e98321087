package dev.seseragi.gate;

/** Whether a reply may leave. */
public sealed interface Verdict {
  /** It may: everything that was committed before the question is in the store. */
  record Open() implements Verdict {}

  /** It may although that is not so: the store is out of reach, and the request is let through. */
  record Waived() implements Verdict {}

  /**
   * It may not.
   *
   * @param message for the log: what was waited for, and what is known to be wrong; no secrets
   */
  record Shut(Reason reason, String message) implements Verdict {}

  /** Why a reply may not leave. */
  enum Reason {
    /** The store did not confirm in time, and nothing else is known to be wrong. */
    TIMEOUT("timeout"),
    /** The store cannot be reached, or does not accept what is sent. */
    OUTAGE("outage"),
    /** This process is not the replica's writer (any more): another one is. */
    FENCED("fenced"),
    /** The process is about to end. */
    ENDING("ending");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** As answers show it. */
    public String word() {
      return word;
    }
  }

  /** Whether the reply may leave. */
  default boolean isPassed() {
    return !(this instanceof Shut);
  }
}
