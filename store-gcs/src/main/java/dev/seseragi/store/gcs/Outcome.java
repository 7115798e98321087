package dev.seseragi.store.gcs;

import dev.seseragi.store.StoreException;

/** What became of a call. */
sealed interface Outcome {
  /**
   * The server has answered, with whatever status.
   *
   * @param mayBeApplied whether an earlier attempt of the same call ended without a usable answer
   */
  record Answered(Answer answer, boolean mayBeApplied) implements Outcome {}

  /**
   * There is no usable answer.
   *
   * @param mayBeApplied whether the call may have been applied all the same, or still be
   */
  record Failed(StoreException cause, boolean mayBeApplied) implements Outcome {}
}
