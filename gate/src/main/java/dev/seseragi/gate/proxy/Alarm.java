package dev.seseragi.gate.proxy;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Runs something when nothing else has happened for some time. Setting it is cheap: the task that
 * is scheduled already finds out itself that the time has changed. On one event loop.
 */
final class Alarm {
  private final EventExecutor loop;
  private final Runnable ring;
  private boolean isSet;
  private long endNanos;
  private boolean isScheduled;
  private long scheduledNanos;

  Alarm(EventExecutor loop, Runnable ring) {
    this.loop = loop;
    this.ring = ring;
  }

  /** Rings after this time, instead of any time that was set before. */
  void set(Duration time) {
    isSet = true;
    endNanos = System.nanoTime() + time.toNanos();
    if (!isScheduled || scheduledNanos - endNanos > 0) {
      schedule();
    }
  }

  /** Does not ring. */
  void stop() {
    isSet = false;
  }

  private void schedule() {
    isScheduled = true;
    scheduledNanos = endNanos;
    long mine = scheduledNanos;
    var _ = loop.schedule(() -> look(mine), mine - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void look(long scheduled) {
    if (scheduled != scheduledNanos) {
      // An earlier time was set meanwhile, which has its own task.
      return;
    }
    isScheduled = false;
    if (!isSet) {
      return;
    }
    if (System.nanoTime() - endNanos < 0) {
      schedule();
    } else {
      isSet = false;
      ring.run();
    }
  }
}
