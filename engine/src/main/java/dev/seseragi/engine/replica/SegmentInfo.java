package dev.seseragi.engine.replica;

import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.time.Instant;

/**
 * One segment as a listing shows it.
 *
 * @param level 0 raw, 1–8 compacted, 9 snapshot
 * @param range the part of the history it holds, as its name says
 * @param sizeBytes how long the object is
 * @param created when its last commit was captured; on stores that cannot list that, when it was
 *     received
 */
public record SegmentInfo(int level, TxidRange range, long sizeBytes, Instant created) {
  /** The level of snapshots: whole databases. */
  public static final int SNAPSHOT_LEVEL = 9;

  /** Checks the level. */
  public SegmentInfo {
    if (level < 0 || level > SNAPSHOT_LEVEL) {
      throw new IllegalArgumentException("a level is 0 to 9, found " + level);
    }
  }

  /** The first position it holds. */
  public Txid min() {
    return range.min();
  }

  /** The last position it holds. */
  public Txid max() {
    return range.max();
  }

  /** Whether it holds the whole database, because of its level or because history begins in it. */
  public boolean startsHistory() {
    return min().equals(Txid.FIRST);
  }
}
