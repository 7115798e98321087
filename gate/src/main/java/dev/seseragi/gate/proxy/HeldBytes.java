package dev.seseragi.gate.proxy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of all replies together is held. Each may hold a little in any case, so that none waits
 * for another, and more as long as all together do not hold too much. Safe for use by many threads.
 */
final class HeldBytes {
  /** What a reply may hold in any case. */
  static final int LEAST_BYTES = 16 * 1024;

  /** What a reply may hold at the most, and a piece more. */
  static final int MOST_BYTES = 256 * 1024;

  /** Above this each reply holds no more than the least. */
  static final long SHARED_BYTES = 16L << 20;

  private final AtomicLong total = new AtomicLong();

  void add(long bytes) {
    total.addAndGet(bytes);
  }

  /** What all hold now. */
  long total() {
    return total.get();
  }

  /** Whether a reply that holds this much may hold more. */
  boolean hasRoom(long own) {
    return own < LEAST_BYTES || (own < MOST_BYTES && total.get() < SHARED_BYTES);
  }
}
