package dev.seseragi.engine.capture;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread; a signal that comes while nobody waits is kept. */
final class Signal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private boolean isSet;

  void set() {
    lock.lock();
    try {
      isSet = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a signal and takes it, at most for the given time. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!isSet && left > 0) {
        left = changed.awaitNanos(left);
      }
      isSet = false;
    } finally {
      lock.unlock();
    }
  }

  /** {@link #await} in milliseconds. */
  void awaitMillis(long millis) throws InterruptedException {
    await(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
