package dev.seseragi.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Looks at the size of a WAL every few milliseconds, on a thread of its own, until closed. */
final class WalSize implements AutoCloseable {
  private static final long PERIOD_NANOS = 10_000_000;

  private final Path wal;
  private final Thread thread = Thread.ofPlatform().daemon().name("wal-size").unstarted(this::run);
  private volatile long maxBytes;
  private volatile boolean isEnough;

  private WalSize(Path wal) {
    this.wal = wal;
  }

  static WalSize watch(Path database) {
    WalSize size = new WalSize(Path.of(database + "-wal"));
    size.thread.start();
    return size;
  }

  private void run() {
    while (!isEnough) {
      look();
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  private synchronized void look() {
    try {
      maxBytes = Math.max(maxBytes, Files.size(wal));
    } catch (IOException absent) {
      // There is none now.
    }
  }

  /** The largest size so far. */
  long maxBytes() {
    look();
    return maxBytes;
  }

  @Override
  public void close() {
    isEnough = true;
  }
}
