package dev.seseragi.engine.capture;

import java.io.IOException;
import java.sql.SQLException;

/** Looks after the page ledger while a session is quiet: what was damaged is made anew. */
final class LedgerCare {
  private static final long CHECK_NANOS = 10_000_000_000L;

  private final Session.Context context;
  private final Comparison comparison;
  private long lastCheckNanos = System.nanoTime();
  private long batchesAtCheck;

  LedgerCare(Session.Context context, Comparison comparison) {
    this.context = context;
    this.comparison = comparison;
  }

  /** When all is quiet and shipped, finds out whether the ledger was damaged, and makes it anew. */
  void mend(WalFollower follower, WalFollower.Step step, WholeScan.Sources sources)
      throws SQLException, IOException {
    boolean isAllShipped =
        step == WalFollower.Step.QUIET
            && follower.frames().pending().isEmpty()
            && context.shipper().isIdle();
    if (!isAllShipped || !isDamaged()) {
      return;
    }
    context.setup().ledger().forget();
    Boundary boundary = follower.boundary();
    if (boundary.frames() == follower.frames().position().frame() || boundary.frames() == 0) {
      WholeScan scan = WholeScan.prepare(sources, boundary);
      comparison.rebuildLedger(scan, scan.end());
    }
  }

  private boolean isDamaged() {
    long now = System.nanoTime();
    boolean isLost = context.setup().ledger().state().isEmpty();
    boolean hasMoved = context.shipper().started() != batchesAtCheck;
    if (now - lastCheckNanos < CHECK_NANOS || !(isLost || hasMoved)) {
      return false;
    }
    lastCheckNanos = now;
    batchesAtCheck = context.shipper().started();
    return isLost || !context.setup().ledger().isIntact();
  }
}
