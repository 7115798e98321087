package dev.seseragi.ltx;

import org.jspecify.annotations.Nullable;

/**
 * Which pages a segment may hold, and in which order: ascending, none behind the database's end,
 * never the lock page, and where the history begins (min TXID 1) every page. Not thread-safe.
 */
final class PageOrder {
  private final long commitPages;
  private final int lockPage;
  private final boolean mustHaveAll;
  private long last;

  PageOrder(LtxHeader header) {
    this.commitPages = header.commitPages();
    this.lockPage = header.pageSize().lockPage();
    this.mustHaveAll = header.isSnapshot();
  }

  /** Takes the next page's number; returns what is wrong with it, or null. */
  @Nullable String next(long pageNumber) {
    if (pageNumber <= last || (mustHaveAll && pageNumber != following())) {
      return "expected page %d%s behind page %d, found page %d"
          .formatted(following(), mustHaveAll ? "" : " or a later one", last, pageNumber);
    }
    if (pageNumber > commitPages) {
      return "found page %d in a database of %d pages".formatted(pageNumber, commitPages);
    }
    if (pageNumber == lockPage) {
      return "found page %d, the lock page, which no segment holds".formatted(pageNumber);
    }
    last = pageNumber;
    return null;
  }

  /** Notes that no page follows; returns what is missing, or null. */
  @Nullable String end() {
    if (mustHaveAll && following() <= commitPages) {
      return "the pages end with page %d, but a segment from TXID 1 holds all %d"
          .formatted(last, commitPages);
    }
    return null;
  }

  private long following() {
    return last + 1 == lockPage ? last + 2 : last + 1;
  }
}
