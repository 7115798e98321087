package dev.seseragi.engine.capture;

import dev.seseragi.engine.ledger.LedgerBuilder;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.ship.Shipper;
import dev.seseragi.engine.wal.WalPosition;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Brings the replica to the state of the database without knowing what happened in between: ships
 * the pages that differ from the ledger. Needs a pin (or a shared lock) around the call, and an
 * idle shipper, so that the ledger describes all that was ever offered.
 */
final class Comparison {
  private final Shipper shipper;
  private final PageLedger ledger;
  private final CaptureCounters counters;
  private final InstantSource clock;

  Comparison(Session.Context context) {
    this.shipper = context.shipper();
    this.ledger = context.setup().ledger();
    this.counters = context.setup().counters();
    this.clock = context.setup().clock();
  }

  /** What was found, in words for the operator, and whether a batch was handed over. */
  record Result(String how, boolean hasShipped) {}

  /** Compares, and ships what differs. */
  Result run(WholeScan scan) throws IOException {
    counters.compares.increment();
    if (ledger.state().isEmpty()) {
      shipper.shipEncoded(WholeBatch.whole(scan, clock.instant()));
      return new Result("copied whole: no page ledger tells what the replica has", true);
    }
    WholeBatch batch = WholeBatch.differing(scan, ledger, clock.instant());
    if (batch.isEmpty()) {
      ledger.moveTo(ledger.state().orElseThrow().at(scan.end()));
      return new Result("compared with the page ledger: nothing changed", false);
    }
    long pages = batch.sizeBytes() / scan.pageSize().bytes();
    shipper.shipEncoded(batch);
    return new Result("compared with the page ledger: " + pages + " pages changed", true);
  }

  /**
   * Makes a new ledger from the database, which is known to be what the replica has, after the old
   * one was damaged.
   */
  void rebuildLedger(WholeScan scan, Optional<WalPosition> end) throws IOException {
    Optional<LedgerState> shipped = shipper.lastShipped();
    if (shipped.isEmpty() || shipped.get().commitPages() != scan.commitPages()) {
      return;
    }
    int size = scan.pageSize().bytes();
    try (LedgerBuilder builder = ledger.rebuild()) {
      scan.forEachPage((number, page) -> builder.put(number, PageHash.of(page, 0, size)));
      builder.finish(shipped.get().at(end));
      ledger.reload();
    }
  }
}
