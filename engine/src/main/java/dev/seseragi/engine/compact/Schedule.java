package dev.seseragi.engine.compact;

import java.time.Duration;
import java.time.Instant;

/**
 * Ticks at the multiples of an interval since 1970, the same for every process: what existed before
 * the latest tick is due, however short the lives of the processes are that look.
 */
final class Schedule {
  private Schedule() {}

  /** The latest tick that is not after {@code now}. */
  static Instant latestTick(Instant now, Duration interval) {
    long millis = interval.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis);
  }

  /** The first tick after {@code then}: when something made at {@code then} is due. */
  static Instant tickAfter(Instant then, Duration interval) {
    return latestTick(then, interval).plusMillis(interval.toMillis());
  }

  /** Whether something made at {@code created} is due. */
  static boolean isDue(Instant created, Instant now, Duration interval) {
    // What claims to come from the future was made while a clock was wrong. It must not hold up
    // what follows until the clock gets there.
    return created.isBefore(latestTick(now, interval)) || created.isAfter(now);
  }
}
