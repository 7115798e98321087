package dev.seseragi.engine.capture;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Attached to a database with a rollback journal. There is no log to read: when the change counter
 * has moved, the whole database is compared with the ledger under a shared lock, during which the
 * application's writers wait (about 0.4 s a GB).
 */
final class RollbackSession {
  private static final long POLL_MILLIS = 5;

  private final Session.Context context;
  private final FileEvents.Subscription events;
  private final DatabaseFile file;
  private final WalFile wal;
  private final Comparison comparison;
  private @Nullable Seen seen;
  private boolean isAnnounced;

  RollbackSession(Session.Context context, FileEvents.Subscription events, DatabaseFile file) {
    this.context = context;
    this.events = events;
    this.file = file;
    this.wal = new WalFile(context.database());
    this.comparison = new Comparison(context);
  }

  /** What the file looked like when it was compared. */
  private record Seen(DatabaseFile.Header header, long sizeBytes) {}

  /**
   * Follows until the path leads elsewhere, the mode becomes WAL, or capture ends.
   *
   * @param handle reads already; the caller closes it
   */
  void run(SqliteHandle handle) throws SQLException, IOException, InterruptedException {
    handle.rollback();
    while (isAttached()) {
      if (isDue()) {
        compare(handle);
      }
      context.requests().settled(context.shipper().settled());
      openSnapshot();
      context.snapshots().settled(context.shipper().settled());
      if (context.stop().isAsked() && context.shipper().isIdle() && !hasChanged()) {
        context.stop().complete();
        return;
      }
      pause();
    }
  }

  private boolean isAttached() throws IOException {
    // Before the look: what is asked for behind it may be about a database that is there since.
    context.requests().see();
    return !context.stop().isOver()
        && context.shipper().fencedBy() == null
        && !file.isReplaced()
        && file.sizeBytes() > 0
        && !file.header().isWal();
  }

  private boolean isDue() throws IOException {
    return context.shipper().isIdle()
        && context.nanosToNextHandOver() <= 0
        && (hasChanged() || context.requests().isAnybody());
  }

  private boolean hasChanged() throws IOException {
    return !new Seen(file.header(), file.sizeBytes()).equals(seen);
  }

  private void compare(SqliteHandle handle) throws SQLException, IOException {
    handle.beginRead();
    try {
      // Only under the lock are header and pages of one moment.
      Seen now = new Seen(file.header(), file.sizeBytes());
      if (now.header().isWal()) {
        return;
      }
      var sources = new WholeScan.Sources(file, wal, context.stop()::isOver);
      Comparison.Result result = comparison.run(WholeScan.prepare(sources, Boundary.EMPTY));
      seen = now;
      announce(result);
      if (result.hasShipped()) {
        context.handedOver();
        context.requests().captured(context.shipper().started());
      } else {
        context.requests().settledAll();
      }
    } finally {
      handle.rollback();
    }
  }

  /** Where one is asked for, and everything is shipped: its shared lock keeps writers waiting. */
  private void openSnapshot() throws SQLException, IOException {
    if (!context.snapshots().isAsked() || !context.shipper().isIdle()) {
      return;
    }
    SqliteHandle lock = Pins.openFirst(context.database());
    if (hasChanged()) {
      lock.close();
      return;
    }
    var own = new WholeScan.Sources(file, new WalFile(context.database()), context.stop()::isAsked);
    Snapshot snapshot = new Snapshot(context.shipper().position(), lock, own, Boundary.EMPTY);
    context.snapshots().open(snapshot, context.shipper().started());
  }

  private void announce(Comparison.Result result) {
    if (!isAnnounced) {
      isAnnounced = true;
      context.setup().listener().following("rollback", result.how());
    }
  }

  private void pause() throws InterruptedException {
    if (!events.isArmed() && events.arm()) {
      return;
    }
    long look = context.setup().settings().idleLook().toMillis();
    boolean waitsForShipper = !context.shipper().isIdle();
    long toHandOver = Math.max(POLL_MILLIS, context.nanosToNextHandOver() / 1_000_000);
    context
        .signal()
        .awaitMillis(
            waitsForShipper || !events.isArmed() ? POLL_MILLIS : Math.min(look, toHandOver));
  }
}
