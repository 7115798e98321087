package dev.seseragi.apps.database;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whether anything that can be read may not be in the store yet. Safe for many threads.
 *
 * <p>Exact for a process that is the only writer: a write is counted before its transaction begins,
 * and again when its commit has returned, which in durable mode is when the store has it. Whoever
 * has read, and then finds the two counts equal and nothing in doubt, has seen durable commits
 * only.
 */
final class WritesUnderWay {
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  /** Commits that were not confirmed, and how many of them were settled since. */
  private final AtomicLong doubts = new AtomicLong();

  private final AtomicLong settled = new AtomicLong();

  void begin() {
    begun.incrementAndGet();
  }

  void end() {
    ended.incrementAndGet();
  }

  /** A commit stands here and is not confirmed; to be called before its end. */
  void doubt() {
    doubts.incrementAndGet();
  }

  /** How many doubts there were until now, for {@link #settle}. */
  long doubts() {
    return doubts.get();
  }

  /** The store has everything up to where there were so many doubts. */
  void settle(long count) {
    settled.accumulateAndGet(count, Math::max);
  }

  /** Whether at some moment of this call nothing was under way, and all was confirmed. */
  boolean isQuiet() {
    return version().isPresent() && settled.get() >= doubts.get();
  }

  /** Counts writes; empty while one is under way. Equal versions mean equal content. */
  OptionalLong version() {
    // The order matters: as many ended earlier as have begun later means that none was between.
    long before = ended.get();
    return before == begun.get() ? OptionalLong.of(before) : OptionalLong.empty();
  }

  /** How many are under way or wait. */
  long count() {
    long before = ended.get();
    return begun.get() - before;
  }
}
