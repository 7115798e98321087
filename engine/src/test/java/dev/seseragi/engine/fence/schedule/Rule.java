package dev.seseragi.engine.fence.schedule;

/** A rule of the protocol that a test can take away. */
enum Rule {
  /** A writer looks, behind its fence, whether the fence is the tail. */
  LIST_AFTER_FENCE,
  /** Retention keeps the slots that markers name. */
  MARKED_SLOTS_STAY,
  /** The bytes offered for a slot never change. */
  FROZEN_BYTES,
  /** A slot that is taken is read to see whose it is. */
  READ_BACK,
  /** Two writers never have the same id. */
  RANDOM_ID,
  /** Every start fences, also one that knows where it was. */
  FENCE_AT_START,
  /** The tail is sought over all levels. */
  TAIL_OVER_ALL_LEVELS,
  /** Where others delete, the end is looked at before a commit counts. */
  LOOK
}
