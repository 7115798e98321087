package dev.seseragi.engine.restore;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which segments were created before a time, on a store whose listings do not tell it: asks for the
 * exact time of a few segments around the decision, one request each.
 *
 * <p>Along the history times do not fall, so bisection finds the last position before the time. A
 * snapshot has a later time than the position it ends at; the newest one that is early enough is
 * found going backwards.
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
    List<SegmentInfo> ends = List.copyOf(segmentByEnd().values());
    int count = countBefore(ends);
    Txid last = count == 0 ? Txid.NONE : ends.get(count - 1).max();
    Set<SegmentInfo> snapshots = snapshotsBefore(last, count == ends.size());
    return segment ->
        segment.level() == SegmentInfo.SNAPSHOT_LEVEL
            ? snapshots.contains(segment)
            : !segment.max().isAfter(last);
  }

  /** For each position that a segment below the snapshots ends at, the one of the lowest level. */
  private Map<Txid, SegmentInfo> segmentByEnd() {
    Map<Txid, SegmentInfo> segments = new TreeMap<>();
    for (SegmentInfo segment : inventory.segments()) {
      if (segment.level() < SegmentInfo.SNAPSHOT_LEVEL) {
        segments.putIfAbsent(segment.max(), segment);
      }
    }
    return segments;
  }

  private int countBefore(List<SegmentInfo> ends) {
    int low = 0;
    int high = ends.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(ends.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Set<SegmentInfo> snapshotsBefore(Txid last, boolean isLastOfAll) {
    List<SegmentInfo> newestFirst =
        inventory.level(SegmentInfo.SNAPSHOT_LEVEL).stream()
            .filter(snapshot -> isLastOfAll || !snapshot.max().isAfter(last))
            .sorted(Comparator.comparing(SegmentInfo::max).reversed())
            .toList();
    for (int i = 0; i < newestFirst.size(); i++) {
      if (isBefore(newestFirst.get(i))) {
        return new HashSet<>(newestFirst.subList(i, newestFirst.size()));
      }
    }
    return Set.of();
  }

  private boolean isBefore(SegmentInfo segment) {
    return exactTime.apply(segment).isBefore(time);
  }
}
