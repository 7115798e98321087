package dev.seseragi.store.s3;

/**
 * Why an attempt failed.
 *
 * @param reason what was found and what to do, to follow "cannot read x in s3://…: "
 * @param isRetried whether another attempt may do better at once
 * @param mayBeApplied false if the request was certainly not, and never will be, carried out
 */
record Failure(Kind kind, String reason, boolean isRetried, boolean mayBeApplied, Throwable cause) {
  /** What the caller does next. */
  enum Kind {
    /** The name has an object already. */
    TAKEN,
    /** The name has none. */
    MISSING,
    /** The range begins behind the object's end. */
    OUT_OF_RANGE,
    /** It will be refused again. */
    REFUSED,
    /** It may work later. */
    TEMPORARY,
    /** This process closed the store. */
    CLOSED
  }

  /** Certainly not applied, and not to be tried again as it is. */
  static Failure refused(String reason, Throwable cause) {
    return new Failure(Kind.REFUSED, reason, false, false, cause);
  }

  /** Certainly not applied; the next attempt may be. */
  static Failure unsent(String reason, Throwable cause) {
    return new Failure(Kind.TEMPORARY, reason, true, false, cause);
  }

  /** Nobody knows what became of it. */
  static Failure unanswered(String reason, Throwable cause) {
    return new Failure(Kind.TEMPORARY, reason, true, true, cause);
  }

  /** The same, and the caller's time is over. */
  static Failure over(String reason, boolean mayBeApplied, Throwable cause) {
    return new Failure(Kind.TEMPORARY, reason, false, mayBeApplied, cause);
  }
}
