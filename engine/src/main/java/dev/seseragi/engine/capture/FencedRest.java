package dev.seseragi.engine.capture;

import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.ship.Shipper;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What the database holds beyond the replica when another writer has taken over: all of it is put
 * beside the history, so that it is never lost in silence.
 */
final class FencedRest {
  /**
   * Up to this size the whole database is set aside, so that it can be had without the replica's
   * state of that moment, which retention may delete; beyond it, the pages that differ.
   */
  private static final long WHOLE_BYTES = 32L << 20;

  private static final int TRIES = 20;

  private final Session.Context context;

  FencedRest(Session.Context context) {
    this.context = context;
  }

  /** Sets aside what the ledger does not know; nothing if there is nothing. */
  void setAside() throws SQLException, IOException {
    DatabaseFile file = DatabaseFile.open(context.database());
    SqliteHandle first = Pins.openFirst(context.database());
    try (WalFile wal = new WalFile(context.database())) {
      var sources = new WholeScan.Sources(file, wal, context.stop()::isOver);
      if (!first.journalMode().equals("wal")) {
        setAside(WholeScan.prepare(sources, Boundary.EMPTY));
        return;
      }
      try (Pins pins = Pins.around(first, context.database(), wal)) {
        setAside(sources, pins);
      }
    } finally {
      first.close();
    }
  }

  private void setAside(WholeScan.Sources sources, Pins pins) throws SQLException, IOException {
    for (int i = 1; ; i++) {
      try {
        setAside(WholeScan.prepare(sources, pins.boundary()));
        return;
      } catch (WholeScan.WalMovedException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  private void setAside(WholeScan scan) throws IOException {
    PageLedger ledger = context.setup().ledger();
    Shipper shipper = context.shipper();
    Instant now = context.setup().clock().instant();
    boolean isSmall = scan.pageSize().bytesOf(scan.commitPages()) <= WHOLE_BYTES;
    if (ledger.state().isEmpty()) {
      shipper.setAside(WholeBatch.whole(scan, now));
      return;
    }
    WholeBatch differing = WholeBatch.differing(scan, ledger, now);
    if (!differing.isEmpty()) {
      shipper.setAside(isSmall ? WholeBatch.whole(scan, now) : differing);
    }
  }
}
