package dev.seseragi.engine.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings a file to the disk while it is still being written, so that little is left to wait for at
 * the end: of 1 GB half a second on a disk of 2 GB/s. One sync at a time. Safe for use by several
 * threads.
 */
final class EarlySync {
  /** How much is written between the begin of one sync and the next. */
  private static final long INTERVAL_BYTES = 32L << 20;

  private final FileChannel channel;
  private final ThreadFactory threads;
  private final AtomicLong writtenBytes = new AtomicLong();

  /** The sync under way; null if there is none. */
  private final AtomicReference<@Nullable Thread> underWay = new AtomicReference<>();

  /**
   * The first failure. Kept, because the kernel tells of a page that it could not write only once,
   * and the sync at the end may know nothing of it.
   */
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  /**
   * @param threads makes threads that wait for the disk
   */
  EarlySync(FileChannel channel, ThreadFactory threads) {
    this.channel = channel;
    this.threads = threads;
  }

  /** Takes note of what was written, and begins a sync if that is due. */
  void wrote(int bytes) {
    if (writtenBytes.addAndGet(bytes) < INTERVAL_BYTES) {
      return;
    }
    Thread thread = threads.newThread(this::sync);
    if (underWay.compareAndSet(null, thread)) {
      writtenBytes.set(0);
      thread.start();
    }
  }

  private void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } finally {
      underWay.set(null);
    }
  }

  /**
   * Waits for the sync under way. Nobody may be writing.
   *
   * @throws IOException if any sync failed
   */
  void end() throws IOException, InterruptedException {
    Thread thread = underWay.get();
    if (thread != null) {
      thread.join();
    }
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }
}
