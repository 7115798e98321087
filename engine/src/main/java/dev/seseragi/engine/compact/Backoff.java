package dev.seseragi.engine.compact;

import java.time.Duration;
import java.time.Instant;

/** When a step that failed may be tried again: doubling from 5 seconds to 10 minutes. */
final class Backoff {
  static final Duration SHORTEST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(10);

  private Duration delay = SHORTEST;
  private Instant notBefore = Instant.MIN;

  /** The moment before which the step is not tried. */
  Instant notBefore(Instant now) {
    // Further away than any delay it can only be because the clock was set back.
    return notBefore.isAfter(now.plus(LONGEST)) ? now : notBefore;
  }

  void failed(Instant now) {
    notBefore = now.plus(delay);
    Duration doubled = delay.multipliedBy(2);
    delay = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  void succeeded() {
    delay = SHORTEST;
    notBefore = Instant.MIN;
  }
}
