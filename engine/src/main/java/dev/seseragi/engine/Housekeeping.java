package dev.seseragi.engine;

import dev.seseragi.engine.compact.Housekeeper;
import dev.seseragi.engine.replica.SegmentInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a housekeeper when something is due: a timer, and one of a few threads while there is work,
 * neither otherwise. Safe for use by many threads.
 */
final class Housekeeping {
  private final Housekeeper housekeeper;
  private final EngineThreads threads;

  // Guarded by this.
  private @Nullable ScheduledFuture<?> timer;
  private boolean isRunning;
  private boolean isAskedAgain;
  private boolean isStopped;
  private @Nullable Thread worker;

  Housekeeping(Housekeeper housekeeper, EngineThreads threads) {
    this.housekeeper = housekeeper;
    this.threads = threads;
  }

  void shipped(SegmentInfo segment) {
    housekeeper.shipped(segment);
    run();
  }

  /** Looks for what is due, on another thread. */
  synchronized void run() {
    if (isStopped) {
      return;
    }
    if (isRunning) {
      isAskedAgain = true;
      return;
    }
    isRunning = true;
    threads.housekeepers().execute(this::work);
  }

  /** Ends soon what is under way, and for good. */
  synchronized void stop() {
    isStopped = true;
    housekeeper.stop();
    if (timer != null) {
      timer.cancel(false);
    }
    if (worker != null) {
      worker.interrupt();
    }
  }

  private void work() {
    synchronized (this) {
      worker = Thread.currentThread();
    }
    try {
      while (true) {
        Optional<Duration> wait = housekeeper.runDue();
        if (isDone(wait)) {
          return;
        }
      }
    } finally {
      synchronized (this) {
        worker = null;
        isRunning = false;
        // A stop may have interrupted the very end: the pool's thread goes on without it.
        if (Thread.interrupted()) {
          isStopped = true;
        }
      }
    }
  }

  private synchronized boolean isDone(Optional<Duration> wait) {
    if (isAskedAgain && !isStopped) {
      isAskedAgain = false;
      return false;
    }
    isRunning = false;
    if (wait.isPresent() && !isStopped) {
      if (timer != null) {
        timer.cancel(false);
      }
      ScheduledExecutorService scheduler = threads.timers();
      timer = scheduler.schedule(this::run, wait.get().toMillis() + 1, TimeUnit.MILLISECONDS);
    }
    return true;
  }
}
