package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses the segments of a restore as genuine Litestream does (docs/format/replica-layout.md).
 * Written apart from what it tests, and without regard to speed.
 */
final class GenuineReader {
  private static final Comparator<SegmentInfo> BEST =
      Comparator.comparing(SegmentInfo::max)
          .thenComparing(SegmentInfo::min, Comparator.reverseOrder())
          .thenComparingInt(SegmentInfo::level)
          .thenComparing(SegmentInfo::created, Comparator.reverseOrder());

  /** Genuine Litestream ends with an error. */
  static final class NoRestore extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoRestore(String message) {
      super(message);
    }
  }

  private GenuineReader() {}

  static List<SegmentInfo> newest(Inventory inventory) {
    List<SegmentInfo> plan = plan(inventory, segment -> true);
    Txid end = plan.getLast().max();
    for (SegmentInfo segment : inventory.segments()) {
      if (segment.level() < SegmentInfo.SNAPSHOT_LEVEL && segment.min().isAfter(end.next())) {
        throw new NoRestore("non-contiguous: reached " + end + ", next is " + segment);
      }
    }
    return plan;
  }

  static List<SegmentInfo> before(Inventory inventory, Instant time) {
    return plan(inventory, segment -> segment.created().isBefore(time));
  }

  static List<SegmentInfo> at(Inventory inventory, Txid txid) {
    List<SegmentInfo> plan = plan(inventory, segment -> !segment.max().isAfter(txid));
    if (!plan.getLast().max().equals(txid)) {
      throw new NoRestore("reached " + plan.getLast().max() + " instead of " + txid);
    }
    return plan;
  }

  private static List<SegmentInfo> plan(Inventory inventory, Predicate<SegmentInfo> allowed) {
    List<SegmentInfo> candidates = inventory.segments().stream().filter(allowed).toList();
    List<SegmentInfo> plan = new ArrayList<>();
    candidates.stream()
        .filter(segment -> segment.level() == SegmentInfo.SNAPSHOT_LEVEL)
        .max(Comparator.comparing(SegmentInfo::max))
        .ifPresent(plan::add);
    for (Optional<SegmentInfo> next = next(candidates, end(plan));
        next.isPresent();
        next = next(candidates, end(plan))) {
      plan.add(next.get());
    }
    if (plan.isEmpty()) {
      throw new NoRestore("no matching backup files available");
    }
    return plan;
  }

  private static Optional<SegmentInfo> next(List<SegmentInfo> candidates, Txid position) {
    return candidates.stream()
        .filter(segment -> segment.level() < SegmentInfo.SNAPSHOT_LEVEL)
        .filter(segment -> !segment.min().isAfter(position.next()))
        .filter(segment -> segment.max().isAfter(position))
        .max(BEST);
  }

  private static Txid end(List<SegmentInfo> plan) {
    return plan.isEmpty() ? Txid.NONE : plan.getLast().max();
  }
}
