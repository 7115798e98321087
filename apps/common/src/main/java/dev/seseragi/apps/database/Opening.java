package dev.seseragi.apps.database;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.jdbc.SeseragiOptions;
import dev.seseragi.jdbc.pool.PoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** From a file that may be missing to a database that may be written. */
final class Opening {
  private static final List<String> FILES = List.of("", "-wal", "-shm", "-journal");

  /** Connections for reading that writes cannot take away. */
  private static final int READ_CONNECTIONS = 32;

  private static final long CACHE_BYTES = 512 << 10;

  private final DatabaseSettings settings;
  private final int writeConnections;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch attempted = new CountDownLatch(1);
  private volatile @Nullable Seseragi opened;
  private volatile @Nullable Thread opener;
  private volatile boolean isClosed;
  private volatile @Nullable String failure;

  Opening(DatabaseSettings settings, int writeConnections) {
    this.settings = settings;
    this.writeConnections = writeConnections;
  }

  void open() {
    opener = Thread.currentThread();
    try {
      if (settings.dropsLocal()) {
        drop();
      }
      Seseragi database = Seseragi.open(options());
      opened = database;
      if (isClosed) {
        throw new SeseragiException("ended while " + settings.file() + " was being opened");
      }
    } catch (RuntimeException e) {
      failure = String.valueOf(e.getMessage());
      // Who waits for it need not wait any longer.
      ready.countDown();
      throw e;
    } finally {
      opener = null;
      attempted.countDown();
    }
  }

  private SeseragiOptions options() {
    PoolSettings pool =
        PoolSettings.DEFAULTS
            .withMaxConnections(writeConnections + READ_CONNECTIONS)
            .withMemory(CACHE_BYTES, 0);
    SeseragiOptions options =
        SeseragiOptions.local(settings.file())
            .withReplica(settings.replica())
            .withMode(settings.mode())
            .withCommitTimeout(settings.durableWait())
            .withPool(pool);
    return settings.proofInterval().map(options::withVerifyInterval).orElse(options);
  }

  /** What is local is older than the replica, or the same. */
  private void drop() {
    try {
      for (String suffix : FILES) {
        Files.deleteIfExists(Path.of(settings.file() + suffix));
      }
      Path state = ReplicatorSettings.stateFolderOf(settings.file());
      Files.deleteIfExists(ReplicatorSettings.ledgerIn(state));
    } catch (IOException e) {
      throw new SeseragiException(
          "cannot remove %s before the restore: %s".formatted(settings.file(), e.getMessage()), e);
    }
  }

  void ready() {
    ready.countDown();
  }

  boolean await(Duration timeout) throws InterruptedException {
    return ready.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && isOpen();
  }

  boolean isOpen() {
    return ready.getCount() == 0 && failure == null && !isClosed;
  }

  Optional<Seseragi> opened() {
    return Optional.ofNullable(opened);
  }

  Optional<String> unreadyReason() {
    String failed = failure;
    if (failed != null) {
      return Optional.of(failed);
    }
    if (isClosed) {
      return Optional.of("stopping");
    }
    return ready.getCount() > 0 ? Optional.of("starting") : Optional.empty();
  }

  /** Ends an opening that is under way; what was opened, if anything. */
  Optional<Seseragi> close(Duration budget) {
    isClosed = true;
    Thread thread = opener;
    if (thread != null) {
      thread.interrupt();
      try {
        var _ = attempted.await(budget.toNanos() / 2, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return opened();
  }
}
