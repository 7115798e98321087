package dev.seseragi.store;

/** What became of a create-if-absent. */
public sealed interface PutOutcome {
  /** The object was made by this call, is complete, and survives the loss of the caller. */
  record Created() implements PutOutcome {}

  /**
   * Something has this name already. It may be this caller's own earlier attempt: read it back
   * before concluding anything.
   */
  record Taken() implements PutOutcome {}

  /**
   * The request may or may not have been applied, and may still be.
   *
   * @param cause why the answer is not known
   */
  record Unknown(StoreException cause) implements PutOutcome {}
}
