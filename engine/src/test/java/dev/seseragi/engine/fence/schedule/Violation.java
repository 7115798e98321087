package dev.seseragi.engine.fence.schedule;

/**
 * A promise that was broken.
 *
 * @param what for a human
 */
record Violation(Kind kind, String what) {
  /** What the protocol promises never to happen. */
  enum Kind {
    /** An acknowledged commit is not in the history. */
    LOST,
    /** The history cannot be restored to its end. */
    TORN,
    /** A position can be restored, now or later, with different contents. */
    FORK,
    /** A slot is filled a second time with something else. */
    OVERWRITTEN,
    /** A commit that was begun behind the fence of a later writer is acknowledged. */
    BEHIND_FENCE,
    /** A commit that somebody has read is set aside. */
    SHOWN_AND_GONE,
    /** A restore ends before what was acknowledged when it began, without an error. */
    SHORT_RESTORE,
    /** A replica that is whole is refused as damaged. */
    FALSE_ALARM
  }
}
