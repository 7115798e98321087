package dev.seseragi.engine.capture;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes one waiting thread; a signal that comes while nobody waits is kept. An urgent one also
 * wakes a thread that wants to be left alone for some milliseconds.
 */
final class Signal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Written under the lock; read without it, so that many signals in a row cost nothing. */
  private volatile boolean isSet;

  // Guarded by lock.
  private boolean isUrgent;

  void set() {
    if (!isSet) {
      set(false);
    }
  }

  void setUrgent() {
    set(true);
  }

  private void set(boolean urgent) {
    lock.lock();
    try {
      isSet = true;
      isUrgent |= urgent;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for an urgent signal; takes whatever signals there were, at most for the given time. */
  void awaitUrgent(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!isUrgent && left > 0) {
        left = changed.awaitNanos(left);
      }
      isSet = false;
      isUrgent = false;
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
      isUrgent = false;
    } finally {
      lock.unlock();
    }
  }

  /** {@link #await} in milliseconds. */
  void awaitMillis(long millis) throws InterruptedException {
    await(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
