package dev.seseragi.engine.capture;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What capture has done since its start; for status and metrics. Safe for use by many threads. */
public final class CaptureCounters {
  final LongAdder frames = new LongAdder();
  final LongAdder handOvers = new LongAdder();
  final LongAdder turns = new LongAdder();
  final LongAdder blockedTurns = new LongAdder();
  final LongAdder compares = new LongAdder();
  private final AtomicLong longestLockNanos = new AtomicLong();

  /** How many WAL frames were captured. */
  public long frames() {
    return frames.sum();
  }

  /** How often one pin took over from another. */
  public long handOvers() {
    return handOvers.sum();
  }

  /** How often the WAL was brought to where it can restart. */
  public long turns() {
    return turns.sum();
  }

  /** How often a reader of the application prevented that. */
  public long blockedTurns() {
    return blockedTurns.sum();
  }

  /** How often the whole database was compared with the ledger, or copied. */
  public long compares() {
    return compares.sum();
  }

  /** The longest time for which the application's write lock was held, in nanoseconds. */
  public long longestLockNanos() {
    return longestLockNanos.get();
  }

  void lockHeld(long nanos) {
    longestLockNanos.accumulateAndGet(nanos, Math::max);
  }
}
