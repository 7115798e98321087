package dev.seseragi.engine.capture;

import dev.seseragi.engine.ship.Shipper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * One attachment to one database file: from the first pin to the moment at which the path leads
 * elsewhere, the mode changes, or capture ends.
 */
final class Session {
  private final Context context;
  private final FileEvents.Subscription subscription;

  Session(Context context, FileEvents.Subscription subscription) {
    this.context = context;
    this.subscription = subscription;
  }

  /** Where others ask for something and get it. */
  record Desks(SyncRequests requests, SnapshotDesk snapshots) {}

  /** What all sessions of a capture share. */
  static final class Context {
    private final Path database;
    private final Shipper shipper;
    private final Setup setup;
    private final Desks desks;
    private final Signal signal;
    private final Capture.Stop stop;
    private volatile Capture.Pending pending = new Capture.Pending(0, 0);
    private long lastHandOverNanos = System.nanoTime() - Duration.ofDays(1).toNanos();

    Context(
        Path database,
        Shipper shipper,
        Setup setup,
        Desks desks,
        Signal signal,
        Capture.Stop stop) {
      this.database = database;
      this.shipper = shipper;
      this.setup = setup;
      this.desks = desks;
      this.signal = signal;
      this.stop = stop;
    }

    Path database() {
      return database;
    }

    Shipper shipper() {
      return shipper;
    }

    Setup setup() {
      return setup;
    }

    SyncRequests requests() {
      return desks.requests();
    }

    SnapshotDesk snapshots() {
      return desks.snapshots();
    }

    Signal signal() {
      return signal;
    }

    Capture.Stop stop() {
      return stop;
    }

    Capture.Pending pending() {
      return pending;
    }

    void pending(long commits, long sizeBytes) {
      pending = new Capture.Pending(commits, sizeBytes);
    }

    /** How long the next batch has to wait before it may be handed over; 0 or less: not at all. */
    long nanosToNextHandOver() {
      if (stop.isAsked()) {
        return 0;
      }
      if (requests().isUrgent()) {
        return requests().nanosToGather(shipper.lastBatchNanos());
      }
      return lastHandOverNanos + setup.syncInterval().toNanos() - System.nanoTime();
    }

    void handedOver() {
      lastHandOverNanos = System.nanoTime();
      pending(0, 0);
    }

    /** Waits until no batch is under way. Another one may not be read before. */
    void awaitIdleShipper() throws InterruptedException, IOException {
      while (!shipper.isIdle()) {
        if (stop.isOver() || shipper.fencedBy() != null) {
          throw new WholeScan.ScanCancelledException();
        }
        signal.awaitMillis(20);
      }
    }
  }

  /** Attaches, follows, detaches. */
  void run() throws SQLException, IOException, InterruptedException {
    DatabaseFile file = DatabaseFile.open(context.database());
    // The pin comes first: it also runs recovery, which may change the mode (rule 2).
    SqliteHandle first = Pins.openFirst(context.database());
    boolean isTakenOver = false;
    try {
      if (first.journalMode().equals("wal")) {
        isTakenOver = true;
        new WalSession(context, subscription, file).run(first);
      } else {
        new RollbackSession(context, subscription, file).run(first);
      }
    } finally {
      context.snapshots().abandon();
      if (!isTakenOver) {
        first.close();
      }
    }
  }
}
