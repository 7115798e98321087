package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.util.List;

/**
 * The whole copy of the database that history begins with. It is not merged upwards, else a new
 * database would be uploaded once for each level (docs/decisions/0003-base-not-compacted.md).
 *
 * <p>It is told by position and size alone. A wrong guess costs bytes and never history: what is
 * taken for the base stays where it is, what is not is merged.
 */
final class Base {
  /**
   * A segment below this size may be a fence: an empty one-page database of any page size, or no
   * page at all. Then the whole copy comes behind it.
   */
  static final long FENCE_LIMIT_BYTES = 1024;

  /** How many slots are looked at: fences of starts that never shipped, then the copy. */
  static final int MAX_SLOTS = 8;

  private Base() {}

  /**
   * Where the base ends; {@link Txid#NONE} if history does not begin in these segments.
   *
   * @param level all segments of one level, in order
   */
  static Txid end(List<SegmentInfo> level) {
    Txid end = Txid.NONE;
    int slots = 0;
    for (SegmentInfo segment : level) {
      if (segment.min().isAfter(end.next())) {
        break;
      }
      end = max(end, segment.max());
      slots++;
      if (segment.sizeBytes() >= FENCE_LIMIT_BYTES || slots == MAX_SLOTS) {
        break;
      }
    }
    return end;
  }

  private static Txid max(Txid one, Txid other) {
    return one.isAfter(other) ? one : other;
  }
}
