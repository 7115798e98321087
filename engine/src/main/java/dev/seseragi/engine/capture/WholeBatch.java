package dev.seseragi.engine.capture;

import dev.seseragi.engine.batch.Batch;
import dev.seseragi.engine.ledger.LedgerReader;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.wal.WalPosition;
import dev.seseragi.ltx.WalRange;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a whole scan that the replica does not have: those that differ from the ledger, or
 * all of them where no ledger can be trusted. Its pages can be read only while the scan's pin
 * holds.
 */
final class WholeBatch implements Batch {
  private final WholeScan scan;

  /** The pages to give out; null stands for all of them. */
  private final int @Nullable [] pages;

  private final boolean isResized;
  private final Outline outline;

  private WholeBatch(WholeScan scan, int @Nullable [] pages, boolean isResized, Outline outline) {
    this.scan = scan;
    this.pages = pages;
    this.isResized = isResized;
    this.outline = outline;
  }

  /** All pages. */
  static WholeBatch whole(WholeScan scan, Instant now) {
    return new WholeBatch(scan, null, true, outlineOf(scan, now));
  }

  /** The pages that differ from the ledger; all of them if it proves to be damaged. */
  static WholeBatch differing(WholeScan scan, PageLedger ledger, Instant now) throws IOException {
    LedgerReader known = ledger.reader();
    if (!known.state().pageSize().equals(scan.pageSize())) {
      return whole(scan, now);
    }
    Pages differing = new Pages();
    int size = scan.pageSize().bytes();
    scan.forEachPage((number, page) -> {
      if (known.hash(number) != PageHash.of(page, 0, size)) {
        differing.add(number);
      }
    });
    if (!known.isIntact()) {
      return whole(scan, now);
    }
    boolean isResized = known.state().commitPages() != scan.commitPages();
    return new WholeBatch(scan, differing.toArray(), isResized, outlineOf(scan, now));
  }

  /** Whether the replica has everything already. */
  boolean isEmpty() {
    return pages != null && !isResized && pages.length == 0;
  }

  @Override
  public Outline outline() {
    return outline;
  }

  @Override
  public long sizeBytes() {
    return scan.pageSize().bytesOf(pages == null ? scan.commitPages() : pages.length);
  }

  @Override
  public void forEachPage(PageConsumer consumer) throws IOException {
    if (pages == null) {
      scan.forEachPage(consumer);
    } else {
      scan.forEachPage(pages, consumer);
    }
  }

  @Override
  public void close() {
    // The pin belongs to whoever made the scan.
  }

  private static Outline outlineOf(WholeScan scan, Instant now) {
    return new Outline(
        scan.pageSize(),
        scan.commitPages(),
        scan.end().map(end -> rangeTo(scan, end)).orElse(WHOLE_FILE),
        scan.end(),
        now.truncatedTo(ChronoUnit.MILLIS),
        0);
  }

  /**
   * A genuine Litestream that takes over stops for good at a newest segment with WAL offset 0; with
   * 32 and no size it sees that the WAL is another one and copies the database.
   */
  private static final WalRange WHOLE_FILE = new WalRange(32, 0, 0, 0);

  private static WalRange rangeTo(WholeScan scan, WalPosition end) {
    long frameBytes = 24L + scan.pageSize().bytes();
    return new WalRange(32, end.frame() * frameBytes, end.salts().salt1(), end.salts().salt2());
  }

  private static final class Pages {
    private int[] numbers = new int[64];
    private int count;

    void add(int number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }

    int[] toArray() {
      return Arrays.copyOf(numbers, count);
    }
  }
}
