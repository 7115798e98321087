package dev.seseragi.engine.batch;

import dev.seseragi.engine.wal.WalPosition;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.WalRange;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** What one segment will hold: the pages that some commits changed, each in its newest version. */
public interface Batch extends AutoCloseable {

  /**
   * What a batch brings the database to.
   *
   * @param pageSize the size of the pages
   * @param commitPages the size of the database afterwards, in pages
   * @param walRange the part of the WAL it was read from
   * @param end up to where in the WAL; empty if it was not read from a WAL
   * @param capturedAt when; whole milliseconds
   * @param commits how many commits it holds; 0 if that is not known
   */
  record Outline(
      PageSize pageSize,
      int commitPages,
      WalRange walRange,
      Optional<WalPosition> end,
      Instant capturedAt,
      long commits) {}

  /** Takes pages one by one. */
  interface PageConsumer {
    /** A page; the array is the caller's and is used again after the call. */
    void accept(int pageNumber, byte[] page) throws IOException;
  }

  /** What the batch brings the database to. */
  Outline outline();

  /** About how many bytes of pages there are; for progress and accounting. */
  long sizeBytes();

  /** Gives out all pages in ascending order. Can be repeated until the batch is closed. */
  void forEachPage(PageConsumer consumer) throws IOException;

  /** Gives back what the batch holds. */
  @Override
  void close() throws IOException;
}
