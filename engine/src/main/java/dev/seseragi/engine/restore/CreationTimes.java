package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which segments were created before a time, on a store whose listings do not tell it: asks for the
 * exact times of a few segments around the decision, one request each.
 *
 * <p>Within a level times do not fall, so bisection finds the last segment before the time. Across
 * levels nothing is assumed: Litestream 0.5.0 gave compacted segments the time of their upload.
 */
final class CreationTimes {
  private final Inventory inventory;
  private final Instant time;
  private final Function<SegmentInfo, Instant> exactTime;

  /**
   * @param exactTime asks the store
   */
  CreationTimes(Inventory inventory, Instant time, Function<SegmentInfo, Instant> exactTime) {
    this.inventory = inventory;
    this.time = time;
    this.exactTime = exactTime;
  }

  /** Asks as often as needed, and tells for every segment whether it was created before. */
  Predicate<SegmentInfo> before() {
    Set<SegmentInfo> before = new HashSet<>();
    for (int level = 0; level <= SegmentInfo.SNAPSHOT_LEVEL; level++) {
      List<SegmentInfo> segments =
          inventory.level(level).stream().sorted(Comparator.comparing(SegmentInfo::max)).toList();
      before.addAll(segments.subList(0, countBefore(segments)));
    }
    return before::contains;
  }

  private int countBefore(List<SegmentInfo> segments) {
    int low = 0;
    int high = segments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (exactTime.apply(segments.get(middle)).isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
