package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.store.StoreException;

/** What became of a merge. */
sealed interface CompactionOutcome {
  /**
   * The segment was created.
   *
   * @param hasNewPageSize whether the page size changed inside it; genuine Litestream restores
   *     nothing that reaches over such a change
   */
  record Made(SegmentInfo segment, boolean hasNewPageSize) implements CompactionOutcome {}

  /** Somebody made it already. */
  record Taken(SegmentInfo segment) implements CompactionOutcome {}

  /** It may be there or not, or still come. Only the same segment may be tried again. */
  record Unsure(StoreException cause) implements CompactionOutcome {}

  /**
   * An input cannot be what it should be; nothing was made.
   *
   * @param problem names the object and says what is wrong
   */
  record Damaged(SegmentInfo input, String problem) implements CompactionOutcome {}
}
