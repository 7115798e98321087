package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import java.time.Duration;
import java.util.Locale;

/**
 * What a replica from which nothing is deleted grows by, as far as its snapshots tell.
 *
 * @param bytesPerMonth of 30 days
 */
record Growth(long bytesPerMonth) {
  private static final Duration MONTH = Duration.ofDays(30);

  /** What the large providers ask for a month of a gigabyte, roughly (docs/costs.md). */
  private static final double DOLLARS_PER_GIGABYTE = 0.023;

  private static final double GIGABYTE = 1e9;

  static Growth of(Inventory inventory, CompactionSettings settings) {
    // Without a snapshot the chain that one would be made of.
    long snapshotBytes =
        Chain.newest(inventory.level(SegmentInfo.SNAPSHOT_LEVEL))
            .map(SegmentInfo::sizeBytes)
            .orElseGet(() ->
                Chain.toNewest(inventory).segments().stream()
                    .mapToLong(SegmentInfo::sizeBytes)
                    .sum());
    double snapshots = (double) MONTH.toMillis() / settings.snapshotInterval().toMillis();
    return new Growth(Math.round(snapshotBytes * snapshots));
  }

  /** For a message. */
  String describe() {
    double gigabytes = bytesPerMonth / GIGABYTE;
    return String.format(
        Locale.ROOT,
        "its snapshots add about %.2f GB a month, and each month costs about $%.2f more than the one"
            + " before (at $%.3f a GB and month)",
        gigabytes,
        gigabytes * DOLLARS_PER_GIGABYTE,
        DOLLARS_PER_GIGABYTE);
  }
}
