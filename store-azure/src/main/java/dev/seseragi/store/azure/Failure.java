package dev.seseragi.store.azure;

/** What an error means for what to do next. */
enum Failure {
  /** The name is taken: a condition did not hold. */
  TAKEN,
  /** Nothing has the name. */
  MISSING,
  /** The range begins at or behind the object's end. */
  BEYOND_THE_END,
  /** It was certainly not done, and may be asked for again. */
  NOT_SENT,
  /** It may or may not have been done; it may be asked for again. */
  UNCERTAIN,
  /** It was certainly not done and never will be. */
  REFUSED
}
