package dev.seseragi.cli.restore;

import dev.seseragi.engine.ledger.LedgerReader;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.proof.PageComparison;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a restored file is the database that it came from. */
enum Comparison {
  /** Byte for byte the same file as the database, which has nothing in its WAL. */
  SAME_FILE("equal to the database, byte for byte"),

  /** Page for page what was read from the database at that position. */
  SAME_PAGES("equal to the database at that position, page for page"),

  /** A page is not what was read from the database at that position. */
  DIFFERENT("DIFFERENT from the database at that position"),

  /** The local state is of another position, or there is none. */
  NOT_COMPARABLE("not compared: the local state is not of that position"),

  /** There is no database here. */
  NO_DATABASE("not compared: there is no database here");

  private final String words;

  Comparison(String words) {
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }

  /** Compares; both files may be closed by this, so nothing else of the process may use them. */
  static Comparison of(Path restored, Txid position, Path database, Path ledger)
      throws IOException {
    if (!Files.exists(database)) {
      return NO_DATABASE;
    }
    Path wal = Path.of(database + "-wal");
    boolean hasWal = Files.exists(wal) && Files.size(wal) > 0;
    if (!hasWal && Files.mismatch(restored, database) < 0) {
      return SAME_FILE;
    }
    return withLedger(restored, position, ledger);
  }

  private static Comparison withLedger(Path restored, Txid position, Path ledgerFile)
      throws IOException {
    if (!Files.exists(ledgerFile)) {
      return NOT_COMPARABLE;
    }
    try (PageLedger ledger = PageLedger.open(ledgerFile)) {
      if (ledger.state().map(LedgerState::txid).filter(position::equals).isEmpty()) {
        return NOT_COMPARABLE;
      }
      LedgerReader hashes = ledger.reader();
      boolean isSame = PageComparison.of(restored, hashes).isSame();
      // Meanwhile the replication may have gone on, and the hashes with it.
      return hashes.isIntact() ? (isSame ? SAME_PAGES : DIFFERENT) : NOT_COMPARABLE;
    }
  }
}
