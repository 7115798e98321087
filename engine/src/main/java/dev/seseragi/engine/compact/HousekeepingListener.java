package dev.seseragi.engine.compact;

/**
 * Learns what readiness, metrics and logs should show of the housekeeping of a replica. Called on
 * the housekeeper's thread; must not throw and not block.
 */
public interface HousekeepingListener {
  /** What a housekeeper does; each can fail by itself while the others go on. */
  enum Step {
    /** Lists the replica after something unexpected. */
    LISTING,
    /** Merges segments into a level. */
    COMPACTION,
    /** Deletes what is no longer needed. */
    RETENTION,
    /** Has a snapshot written. */
    SNAPSHOT
  }

  /**
   * A step fails and is tried again, later and later. Said once, until {@link #recovered}.
   *
   * @param message what failed, why, and what to do
   */
  void failing(Step step, String message);

  /** A step that was failing succeeded. */
  void recovered(Step step);

  /**
   * A segment is damaged, or history has a hole: an alarm. Said once for each. What can be done by
   * itself, writing a snapshot, is done.
   *
   * @param message what is damaged, and what that means
   */
  void damaged(String message);

  /** The store forbids deleting. Said once; this process does not try again. */
  void deletingForbidden(String message);
}
