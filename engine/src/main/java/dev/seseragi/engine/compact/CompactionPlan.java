package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which segments of one level become one segment of the level above. Pure.
 *
 * <p>Only what was made before the latest tick is taken, so that two processes that look at the
 * same replica make the same segment.
 *
 * @param level the level of the result, 1 to 8
 * @param range what the result holds; begins directly behind what the level has already
 * @param inputs the segments to merge, oldest first, without a gap; never empty
 */
record CompactionPlan(int level, TxidRange range, List<SegmentInfo> inputs) {
  /**
   * How many segments one merge takes. A long backlog is merged in several steps, so that a process
   * that lives for a minute gets something done.
   */
  static final int MAX_INPUTS = 512;

  CompactionPlan {
    inputs = List.copyOf(inputs);
  }

  /** What is due for {@code level} at {@code now}; empty if nothing is. */
  static Optional<CompactionPlan> of(
      Inventory inventory, int level, Duration interval, Instant now) {
    Chain.Steps steps = new Chain.Steps(inventory.level(level - 1));
    Txid start = start(inventory, level, steps);
    List<SegmentInfo> inputs = new ArrayList<>();
    Txid end = start;
    Optional<SegmentInfo> next = steps.from(start);
    while (next.filter(segment -> Schedule.isDue(segment.created(), now, interval)).isPresent()
        && inputs.size() < MAX_INPUTS) {
      inputs.add(next.get());
      end = next.get().max();
      next = steps.from(end);
    }
    return inputs.isEmpty()
        ? Optional.empty()
        : Optional.of(new CompactionPlan(level, new TxidRange(start.next(), end), inputs));
  }

  /** When something will be due for {@code level}; empty if nothing waits below it. */
  static Optional<Instant> dueAt(Inventory inventory, int level, Duration interval, Instant now) {
    Chain.Steps steps = new Chain.Steps(inventory.level(level - 1));
    return steps
        .from(start(inventory, level, steps))
        .map(segment ->
            segment.created().isAfter(now) ? now : Schedule.tickAfter(segment.created(), interval));
  }

  /** The position behind which the next result begins; leaves {@code steps} there. */
  private static Txid start(Inventory inventory, int level, Chain.Steps steps) {
    Optional<Txid> newest = Chain.newest(inventory.level(level)).map(SegmentInfo::max);
    Txid start = newest.orElseGet(() -> Base.end(inventory.level(level - 1)));
    if (steps.from(start).isPresent() || steps.behind().isEmpty()) {
      return start;
    }
    // What would continue the level is gone or damaged. Beginning anew behind the hole leaves a gap
    // in the level, which does no harm once a snapshot covers it: no restore of the newest state
    // passes there again. A level that is empty has nothing that could be torn apart.
    Txid behindHole = steps.behind().get().min().plus(-1);
    return newest.isEmpty() || isCovered(inventory, behindHole) ? behindHole : start;
  }

  private static boolean isCovered(Inventory inventory, Txid position) {
    return inventory.level(SegmentInfo.SNAPSHOT_LEVEL).stream()
        .anyMatch(snapshot -> !position.isAfter(snapshot.max()));
  }
}
