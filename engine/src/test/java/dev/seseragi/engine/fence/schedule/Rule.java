package dev.seseragi.engine.fence.schedule;

/** A rule of the protocol that a test can take away. */
enum Rule {
  /** A writer looks, behind its fence, whether the fence is the tail. */
  LIST_AFTER_FENCE,
  /** A marker names the slot before the fence is put there. */
  MARKER_BEFORE_FENCE,
  /** Between the marker and the fence the replica is listed again (here: always). */
  LIST_BEFORE_FENCE,
  /** Two writers never have the same id. */
  RANDOM_ID,
  /** Every start fences, also one that knows where it was. */
  FENCE_AT_START,
  /** A start asks whether its database descends from the replica's end. */
  DESCENT,
  /** The tail is sought over all levels. */
  TAIL_OVER_ALL_LEVELS,
  /** The bytes offered for a slot never change. */
  FROZEN_BYTES,
  /** A slot that is taken is read to see whose it is. */
  READ_BACK,
  /** What is read back is compared as a whole, not its writer alone. */
  COMPARE_CONTENT,
  /** Readers see a commit once it is in the store. */
  GATE,
  /** Retention keeps the slots that markers name. */
  MARKED_SLOTS_STAY,
  /** Retention keeps the newest slot of level 0. */
  NEWEST_SLOT_STAYS,
  /** A snapshot holds what is confirmed and nothing else. */
  CONFIRMED_ONLY,
  /** A reader lists the levels upwards, as the data moves. */
  LIST_UPWARDS,
  /** A restore reaches the newest position that was listed, or fails. */
  REACH_THE_NEWEST,
  /** Where others delete, the end is looked at before a commit counts. */
  LOOK,
  /** Whether a look is due is asked when the store's answer has arrived. */
  LOOK_BY_ARRIVAL,
  /** A look counts from when its request was sent. */
  LOOK_FROM_SENDING,
  /** A look is due after half of the time after which others delete. */
  LOOK_HALF,
  /** A look is due by either clock. */
  LOOK_BOTH_CLOCKS
}
