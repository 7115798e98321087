package dev.seseragi.engine.fence.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time in schedules: it goes on in ticks. */
final class Ticks {
  /** After so long, by the time that an object bears, others delete it. */
  static final Duration DELETION_AGE = Duration.ofMinutes(4);

  /** Half of it. */
  private static final Duration TICK = Duration.ofMinutes(2);

  private Ticks() {}

  static long of(Instant time) {
    return Duration.between(Instant.EPOCH, time).dividedBy(TICK);
  }

  /** A clock that asks what time it is. */
  static InstantSource clock(Wire wire) {
    return () -> Instant.EPOCH.plus(TICK.multipliedBy(wire.now()));
  }

  /** A clock that stands still. */
  static InstantSource stopped() {
    return () -> Instant.EPOCH;
  }
}
