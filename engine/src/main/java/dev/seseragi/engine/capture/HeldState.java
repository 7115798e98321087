package dev.seseragi.engine.capture;

import dev.seseragi.engine.capture.WholeScan.Sources;
import dev.seseragi.engine.capture.WholeScan.WalMovedException;
import dev.seseragi.engine.ledger.LedgerReader;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.wal.WalFrame;
import dev.seseragi.engine.wal.WalHeader;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.WalRange;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Proves by content that a database is, or has grown from, a state of which only the hashes are
 * known (docs/fencing.md, step 2).
 *
 * <p>It is that state if all pages are equal. It has grown from it if the file without its WAL is
 * that state; or if its WAL is the one which the state was captured from, and everything that
 * differs was written to that WAL behind the state.
 */
public final class HeldState {
  private static final int TRIES = 20;

  private final Path database;
  private final PageLedger state;
  private final int commitPages;
  private final PageSize pageSize;

  private HeldState(Path database, PageLedger state) {
    this.database = database;
    this.state = state;
    LedgerState known = state.state().orElseThrow();
    this.commitPages = known.commitPages();
    this.pageSize = known.pageSize();
  }

  /**
   * Whether the database holds a state. Reads all of it, in a read transaction.
   *
   * @param database there, in any journal mode; may be in use
   * @param state the hashes of the state's pages
   * @param source which part of a WAL led up to the state; none if that is not known
   * @throws IOException if the database cannot be read
   */
  public static boolean in(Path database, PageLedger state, WalRange source)
      throws IOException, SQLException {
    return new HeldState(database, state).isHeld(source);
  }

  private boolean isHeld(WalRange source) throws IOException, SQLException {
    DatabaseFile file = DatabaseFile.open(database);
    SqliteHandle first = Pins.openFirst(database);
    try (WalFile wal = new WalFile(database)) {
      Sources sources = new Sources(file, wal, () -> false);
      if (!first.journalMode().equals("wal")) {
        // Its shared lock keeps writers out for as long as this takes.
        return isHeld(sources, Boundary.EMPTY, source);
      }
      try (Pins pins = Pins.around(first, database, wal)) {
        return isHeld(sources, pins, source);
      }
    } finally {
      first.close();
    }
  }

  private boolean isHeld(Sources sources, Pins pins, WalRange source)
      throws IOException, SQLException {
    for (int i = 1; ; i++) {
      try {
        return isHeld(sources, pins.boundary(), source);
      } catch (WalMovedException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  private boolean isHeld(Sources sources, Boundary boundary, WalRange source) throws IOException {
    WholeScan now = WholeScan.prepare(sources, boundary);
    if (!now.pageSize().equals(pageSize)) {
      return false;
    }
    // The file alone: whatever its WAL holds came later.
    if (isSame(now) || isSame(WholeScan.prepare(sources, Boundary.EMPTY))) {
      return true;
    }
    Optional<Boundary> then = boundaryOf(source, boundary);
    return then.isPresent() && hasGrown(WholeScan.prepare(sources, then.get()), now);
  }

  private boolean isSame(WholeScan now) throws IOException {
    LedgerReader known = state.reader();
    return now.commitPages() == commitPages
        && isTrueOfAll(now, (number, hash) -> hash == known.hash(number))
        && known.isIntact();
  }

  /**
   * A page that was only written behind the state may be anything: of the others, the WAL up to the
   * state, or else the database file, still has what the state had.
   */
  private boolean hasGrown(WholeScan then, WholeScan now) throws IOException {
    LedgerReader known = state.reader();
    return then.commitPages() == commitPages
        && isTrueOfAll(
            then,
            (number, hash) -> {
              boolean isWrittenLater =
                  !then.isInWal(number) && (now.isInWal(number) || number > now.commitPages());
              // Asked for each page: the reader verifies what it has read.
              return known.hash(number) == hash || isWrittenLater;
            })
        && known.isIntact();
  }

  private interface PageRule {
    boolean holds(int number, long hash) throws IOException;
  }

  private static boolean isTrueOfAll(WholeScan scan, PageRule rule) throws IOException {
    int size = scan.pageSize().bytes();
    boolean[] isTrue = {true};
    scan.forEachPage(
        (number, page) -> isTrue[0] = isTrue[0] && rule.holds(number, PageHash.of(page, 0, size)));
    return isTrue[0];
  }

  /** Where in the present WAL the range ends; empty if it is of another WAL. */
  private Optional<Boundary> boundaryOf(WalRange range, Boundary now) {
    long frameBytes = WalFrame.HEADER_BYTES + (long) pageSize.bytes();
    long bytes = range.endBytes() - WalHeader.BYTES;
    boolean isInside = bytes > 0 && bytes % frameBytes == 0 && bytes / frameBytes <= now.frames();
    return now.header()
        .filter(header -> isInside)
        .filter(header -> header.salts().salt1() == range.salt1())
        .filter(header -> header.salts().salt2() == range.salt2())
        .map(header -> {
          int frames = Math.toIntExact(bytes / frameBytes);
          return new Boundary(now.header(), frames, Math.min(frames, now.backfilled()));
        });
  }
}
