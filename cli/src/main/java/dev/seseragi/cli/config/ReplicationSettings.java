package dev.seseragi.cli.config;

import dev.seseragi.ltx.PageFormat;
import java.time.Duration;
import java.util.List;

/** Seam: becomes the engine's settings. */
public record ReplicationSettings(
    Duration syncInterval,
    List<Duration> levelIntervals,
    Duration snapshotInterval,
    Duration snapshotRetention,
    Duration l0Retention,
    boolean retentionEnabled,
    PageFormat pageFormat) {
  static ReplicationSettings defaults() {
    return new ReplicationSettings(
        Duration.ofSeconds(1),
        List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1)),
        Duration.ofHours(24),
        Duration.ofHours(24),
        Duration.ofMinutes(5),
        true,
        PageFormat.BLOCK);
  }
}
