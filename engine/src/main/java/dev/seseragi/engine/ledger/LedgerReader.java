package dev.seseragi.engine.ledger;

import dev.seseragi.engine.ledger.LedgerFile.Entry;
import java.io.IOException;

/**
 * Reads the hashes of a ledger in ascending order, and knows at the end whether all of them were
 * what was once written. Until then nothing that was concluded from them may be relied on.
 */
public final class LedgerReader {
  private static final int WINDOW_PAGES = 4096;

  private final HashWindow hashes;
  private final Entry entry;
  private int nextPage = 1;
  private long sum;
  private boolean isReadable = true;

  LedgerReader(LedgerFile file, Entry entry) {
    this.hashes = new HashWindow(file, WINDOW_PAGES);
    this.entry = entry;
  }

  /** The state that the hashes describe. */
  public LedgerState state() {
    return entry.state();
  }

  /** The hash of a page, larger than the one before; 0 if the ledger has none. */
  public long hash(int pageNumber) {
    long hash = 0;
    while (nextPage <= pageNumber && nextPage <= entry.state().commitPages()) {
      hash = next();
    }
    return pageNumber < nextPage && pageNumber <= entry.state().commitPages() ? hash : 0;
  }

  /** Reads the rest; whether all hashes together are the ones that were written. */
  public boolean isIntact() {
    while (nextPage <= entry.state().commitPages()) {
      next();
    }
    return isReadable && sum == entry.sum();
  }

  private long next() {
    int page = nextPage++;
    try {
      long hash = hashes.hash(page);
      sum += PageHash.weight(page, hash);
      return hash;
    } catch (IOException e) {
      isReadable = false;
      return 0;
    }
  }
}
