package dev.seseragi.engine.capture;

import dev.seseragi.engine.batch.Batch;
import dev.seseragi.engine.batch.PageSpool;
import dev.seseragi.engine.wal.WalHeader;
import dev.seseragi.engine.wal.WalPosition;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.WalRange;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * The commits that were captured and not yet handed over for shipping: one page version each, and
 * where in the WAL they came from.
 *
 * <p>Owned by the capturing thread until {@link #freeze}, by the shipping thread afterwards.
 */
final class PendingBatch {
  private final PageSpool pages;
  private final DatabaseFile database;

  /** The smallest size that the database had since the replica's state: pages above it are new. */
  private int floorPages;

  private int commitPages;
  private long commits;
  private int rangeStartFrame;
  private WalPosition end;

  /**
   * An empty batch.
   *
   * @param basePages the size of the database as the replica will have it before this batch
   * @param start from where in the WAL on
   */
  PendingBatch(PageSpool pages, DatabaseFile database, int basePages, WalPosition start) {
    this.pages = pages;
    this.database = database;
    this.floorPages = basePages;
    this.commitPages = basePages;
    this.rangeStartFrame = start.frame();
    this.end = start;
  }

  boolean isEmpty() {
    return commits == 0;
  }

  /** The size of the database after the commits in here. */
  int commitPages() {
    return commitPages;
  }

  long commits() {
    return commits;
  }

  long sizeBytes() {
    return pages.sizeBytes();
  }

  PageSize pageSize() {
    return pages.pageSize();
  }

  /** A new generation of the WAL begins: the range is counted anew. */
  void startGeneration() {
    rangeStartFrame = 0;
  }

  void put(int pageNumber, byte[] source, int offset) throws IOException {
    pages.put(pageNumber, source, offset);
  }

  /** A frame ended a commit that left the database {@code newPages} pages large. */
  void commit(int newPages) {
    commits++;
    commitPages = newPages;
    if (newPages < floorPages) {
      floorPages = newPages;
    }
    pages.truncate(newPages);
  }

  void reached(WalPosition position) {
    end = position;
  }

  /**
   * Completes the batch. Pages between the old and the new size that SQLite did not write to the
   * WAL are taken from the database file, as every reader of a segment expects them.
   */
  Batch freeze(WalHeader header, Instant now) throws IOException {
    PageSize size = pages.pageSize();
    byte[] page = new byte[size.bytes()];
    for (int number = floorPages + 1; number <= commitPages; number++) {
      if (number != size.lockPage() && !pages.contains(number)) {
        Arrays.fill(page, (byte) 0);
        database.read(size.offsetOf(number), page, 0, page.length);
        pages.put(number, page, 0);
      }
    }
    WalRange range =
        new WalRange(
            header.offsetOf(rangeStartFrame + 1L),
            (long) (end.frame() - rangeStartFrame) * header.frameBytes(),
            header.salts().salt1(),
            header.salts().salt2());
    Instant millis = now.truncatedTo(ChronoUnit.MILLIS);
    return new SpooledBatch(
        pages, new Batch.Outline(size, commitPages, range, Optional.of(end), millis, commits));
  }

  /** Throws the batch away. */
  void discard() throws IOException {
    pages.close();
  }

  private record SpooledBatch(PageSpool pages, Outline outline) implements Batch {
    @Override
    public long sizeBytes() {
      return pages.sizeBytes();
    }

    @Override
    public void forEachPage(PageConsumer consumer) throws IOException {
      byte[] page = new byte[pages.pageSize().bytes()];
      for (int number : pages.pageNumbers()) {
        pages.read(number, page, 0);
        consumer.accept(number, page);
      }
    }

    @Override
    public void close() throws IOException {
      pages.close();
    }
  }
}
