package dev.seseragi.cli.config;

import java.time.Duration;
import java.util.Optional;

/** A {@code snapshot:} map, at the top level or of one database. */
record Snapshots(Duration interval, Duration retention) {
  static Snapshots read(Section parent, Duration defaultInterval, Duration defaultRetention) {
    Optional<Section> found = parent.section("snapshot");
    if (found.isEmpty()) {
      return new Snapshots(defaultInterval, defaultRetention);
    }
    Section section = found.get();
    Duration interval =
        section
            .duration("interval", DurationRule.positive("snapshot interval"))
            .orElse(defaultInterval);
    Duration retention =
        section
            .duration("retention", DurationRule.positive("snapshot retention"))
            .orElse(defaultRetention);
    section.rejectUnknown();
    return new Snapshots(interval, retention);
  }
}
