package dev.seseragi.bench.process;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at a process's usage every few milliseconds until it is gone, as nothing can be asked of it
 * afterwards.
 */
final class Watch {
  private static final long PERIOD_NANOS = 5_000_000;

  private final Thread thread;
  private volatile Usage last = new Usage(0, 0, 0);
  private volatile boolean isEnough;

  private Watch(long pid) {
    this.thread = Thread.ofPlatform().daemon().name("watch " + pid).unstarted(() -> run(pid));
  }

  static Watch start(long pid) {
    Watch watch = new Watch(pid);
    watch.thread.start();
    return watch;
  }

  private void run(long pid) {
    while (!isEnough) {
      Optional<Usage> now = Usage.of(pid);
      if (now.isEmpty()) {
        return;
      }
      last = now.get();
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  /** The last usage that was seen. */
  Usage last() {
    return last;
  }

  void stop() {
    isEnough = true;
  }
}
