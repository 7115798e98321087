package dev.seseragi.cli.replicate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the process small. The serial collector lets dead buffers pile up in the old generation
 * until the heap has reached its limit; a collection when they amount to as much as what is alive
 * costs some 20 ms and keeps the resident size near what is needed.
 */
final class HeapTrimmer implements AutoCloseable {
  private static final long PAUSE_SECONDS = 1;

  /** How much garbage is not worth a collection. */
  private static final long SLACK_BYTES = 8L << 20;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Runtime runtime;

  private HeapTrimmer(Runtime runtime) {
    this.runtime = runtime;
  }

  static HeapTrimmer start() {
    HeapTrimmer trimmer = new HeapTrimmer(Runtime.getRuntime());
    Thread.ofPlatform().daemon().name("seseragi-heap").start(trimmer::run);
    return trimmer;
  }

  private void run() {
    long aliveBytes = SLACK_BYTES;
    try {
      while (!closed.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
        if (usedBytes() > 2 * aliveBytes + SLACK_BYTES) {
          System.gc();
          aliveBytes = usedBytes();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long usedBytes() {
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
