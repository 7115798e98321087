package dev.seseragi.engine.proof;

import dev.seseragi.store.StoreException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a proof is to end. Safe for use by many threads; once and for all. */
final class Cancellation {
  private final CountDownLatch asked = new CountDownLatch(1);

  void cancel() {
    asked.countDown();
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /**
   * Waits, or not at all for 0.
   *
   * @throws StoreException if the proof is to end; also if the thread was interrupted (its flag
   *     stays set)
   */
  void pause(long nanos) {
    try {
      if (asked.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new StoreException("the proof was cut short");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the proof was cut short", e);
    }
  }
}
