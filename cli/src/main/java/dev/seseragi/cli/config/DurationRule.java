package dev.seseragi.cli.config;

import dev.seseragi.cli.flags.GoDuration;
import java.time.Duration;

/**
 * Which durations a key takes.
 *
 * @param noun what the duration is, for messages
 * @param least the smallest that is allowed
 * @param requirement the rule in words, behind "must"
 */
record DurationRule(String noun, Duration least, String requirement) {
  static DurationRule positive(String noun) {
    return new DurationRule(noun, Duration.ofNanos(1), "be greater than 0");
  }

  static DurationRule notNegative(String noun) {
    return new DurationRule(noun, Duration.ZERO, "not be negative");
  }

  static DurationRule atLeast(String noun, Duration least) {
    return new DurationRule(noun, least, "be at least " + GoDuration.format(least));
  }

  boolean allows(Duration duration) {
    return duration.compareTo(least) >= 0;
  }

  String broken(Duration found) {
    return "%s must %s (got %s)".formatted(noun, requirement, GoDuration.format(found));
  }
}
