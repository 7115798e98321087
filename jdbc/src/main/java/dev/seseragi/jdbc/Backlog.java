package dev.seseragi.jdbc;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts commits, and knows since when the oldest one that is not in the store has been waiting.
 * Safe for use by many threads.
 */
final class Backlog {
  /** Commits so close to each other share one mark: some 150 of them until writes are refused. */
  private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong durable = new AtomicLong();

  /** Guards the marks. */
  private final ReentrantLock lock = new ReentrantLock();

  /** The first commit of each interval that may hold one which is not in the store. */
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  /** When the last mark was made, or that there is none. Written under the lock. */
  private volatile long lastMarkNanos;

  private volatile boolean isEmpty = true;

  private record Mark(long commit, long nanos) {}

  /** One more commit was made; its number. */
  long commit() {
    long number = committed.incrementAndGet();
    long now = System.nanoTime();
    if (isEmpty || now - lastMarkNanos >= SPACING_NANOS) {
      mark(number, now);
    }
    return number;
  }

  private void mark(long number, long now) {
    lock.lock();
    try {
      if (number > durable.get()) {
        marks.add(new Mark(number, now));
        lastMarkNanos = now;
        isEmpty = false;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many commits were made. */
  long committed() {
    return committed.get();
  }

  /** How many of them, the first ones, are in the store. */
  long durable() {
    return durable.get();
  }

  /** The commits up to this one are in the store. */
  void durable(long number) {
    if (durable.accumulateAndGet(number, Math::max) > number) {
      return;
    }
    lock.lock();
    try {
      boolean isAll = number >= committed.get();
      while (!marks.isEmpty() && (isAll || isDone(number))) {
        marks.remove();
      }
      isEmpty = marks.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the whole interval of the first mark is in the store. */
  private boolean isDone(long number) {
    Mark first = marks.remove();
    Mark second = marks.peek();
    marks.addFirst(first);
    return second != null && second.commit() <= number + 1;
  }

  /** For how long the oldest commit has been waiting, up to 100 ms too long; 0 if there is none. */
  long oldestNanos() {
    if (isEmpty) {
      return 0;
    }
    lock.lock();
    try {
      Mark first = marks.peek();
      return first == null ? 0 : Math.max(0, System.nanoTime() - first.nanos());
    } finally {
      lock.unlock();
    }
  }
}
