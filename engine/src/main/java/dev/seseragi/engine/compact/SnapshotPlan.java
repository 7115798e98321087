package dev.seseragi.engine.compact;

import dev.seseragi.engine.fence.Fence;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the next snapshot is due by age. Pure. */
final class SnapshotPlan {
  private SnapshotPlan() {}

  /** Empty while the newest whole copy of the database has all that was ever changed. */
  static Optional<Instant> dueAt(Inventory inventory, Duration interval) {
    Optional<SegmentInfo> newest = Chain.newest(inventory.level(SegmentInfo.SNAPSHOT_LEVEL));
    Txid copied = newest.map(SegmentInfo::max).orElseGet(() -> Base.end(inventory.level(0)));
    boolean hasNews =
        inventory.segments().stream()
            .anyMatch(
                segment -> segment.max().isAfter(copied) && !Fence.isEmpty(segment.sizeBytes()));
    if (!hasNews) {
      return Optional.empty();
    }
    return newest
        .map(SegmentInfo::created)
        .or(() -> inventory.segments().stream().map(SegmentInfo::created).min(Instant::compareTo))
        .map(created -> created.plus(interval));
  }
}
