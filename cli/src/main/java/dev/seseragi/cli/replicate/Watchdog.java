package dev.seseragi.cli.replicate;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Halts the process when its end takes longer than its budget, whatever hangs: a store, a lock, a
 * pipe that nobody reads. Ends with this object's close.
 */
final class Watchdog implements AutoCloseable {
  /** How long beyond the budget the end may take before it is enforced. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final CountDownLatch ended = new CountDownLatch(1);

  private Watchdog() {}

  static Watchdog start(Deadline deadline, int exitCode) {
    Watchdog watchdog = new Watchdog();
    Thread.ofPlatform()
        .daemon()
        .name("seseragi-watchdog")
        .start(() -> watchdog.watch(deadline, exitCode));
    return watchdog;
  }

  private void watch(Deadline deadline, int exitCode) {
    try {
      Duration time = deadline.remaining().plus(GRACE);
      if (!ended.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
