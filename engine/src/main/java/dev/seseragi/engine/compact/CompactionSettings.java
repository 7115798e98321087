package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.PageFormat;
import java.time.Duration;
import java.util.List;

/**
 * How often segments are merged, how often snapshots are written, and how long what is kept.
 *
 * @param levelIntervals of levels 1, 2, 3 …; one to eight, each a millisecond or more
 * @param snapshotInterval how old the newest snapshot becomes before the next one; a millisecond or
 *     more
 * @param snapshotRetention for how long back every point in time stays restorable, to within the
 *     interval of level 1; 0 or more
 * @param l0Retention for how long back every single segment stays; 0 keeps level 0 for ever
 * @param deletionGrace for how long a restore that was planned from a listing finds all its
 *     segments; 0 or more
 * @param retentionEnabled whether this process deletes anything at all
 * @param pageFormat how merged segments store their pages
 * @param spoolMemoryBytes how much memory the pages of one merge take before they go to a temporary
 *     file; 0 or more
 */
public record CompactionSettings(
    List<Duration> levelIntervals,
    Duration snapshotInterval,
    Duration snapshotRetention,
    Duration l0Retention,
    Duration deletionGrace,
    boolean retentionEnabled,
    PageFormat pageFormat,
    int spoolMemoryBytes) {

  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);

  /** What Litestream does by default; {@link #deletionGrace} is ours. */
  public static final CompactionSettings DEFAULTS =
      new CompactionSettings(
          List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1)),
          Duration.ofHours(24),
          Duration.ofHours(24),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          true,
          PageFormat.BLOCK,
          4 << 20);

  /** Checks the ranges. */
  public CompactionSettings {
    levelIntervals = List.copyOf(levelIntervals);
    int levels = levelIntervals.size();
    if (levels < 1 || levels >= SegmentInfo.SNAPSHOT_LEVEL) {
      throw new IllegalArgumentException("there are 1 to 8 compaction levels, found " + levels);
    }
    levelIntervals.forEach(interval -> atLeast("a level's interval", SHORTEST_INTERVAL, interval));
    atLeast("the snapshot interval", SHORTEST_INTERVAL, snapshotInterval);
    atLeast("the snapshot retention", Duration.ZERO, snapshotRetention);
    atLeast("the level-0 retention", Duration.ZERO, l0Retention);
    atLeast("the deletion grace", Duration.ZERO, deletionGrace);
    if (spoolMemoryBytes < 0) {
      throw new IllegalArgumentException(
          "the spool's memory is 0 bytes or more, found " + spoolMemoryBytes);
    }
  }

  private static void atLeast(String what, Duration least, Duration found) {
    if (found.compareTo(least) < 0) {
      throw new IllegalArgumentException(what + " is at least " + least + ", found " + found);
    }
  }

  /** The same with other retentions. */
  public CompactionSettings withRetention(Duration snapshots, Duration levelZero) {
    return new CompactionSettings(
        levelIntervals,
        snapshotInterval,
        snapshots,
        levelZero,
        deletionGrace,
        retentionEnabled,
        pageFormat,
        spoolMemoryBytes);
  }

  /** The highest level that segments are merged into. */
  int topLevel() {
    return levelIntervals.size();
  }

  /** How often segments are merged into {@code level} (from 1). */
  Duration interval(int level) {
    return levelIntervals.get(level - 1);
  }
}
