package dev.seseragi.ltx;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What stands at the beginning of a segment.
 *
 * @param pageSize the page size of the database
 * @param commitPages the size of the database after this segment, in pages
 * @param range the part of the history that the segment holds
 * @param timestamp when its last commit was captured; whole milliseconds
 * @param preApplyChecksum the checksum of the database before this segment; 0 when the segment
 *     carries no checksums of the database, as all that Litestream and Seseragi write
 * @param wal where in the WAL it came from
 * @param nodeId the writer's id; 0 in segments of genuine Litestream
 * @param hasDatabaseChecksums false if flag bit 1 ("no checksum") is set
 */
public record LtxHeader(
    PageSize pageSize,
    int commitPages,
    TxidRange range,
    Instant timestamp,
    long preApplyChecksum,
    WalRange wal,
    long nodeId,
    boolean hasDatabaseChecksums) {

  /** How many bytes a header takes. */
  public static final int BYTES = 100;

  /** Checks the rules that fields have with each other; cuts the time to whole milliseconds. */
  public LtxHeader {
    if (commitPages < 0) {
      throw new IllegalArgumentException(
          "a database has at most 2,147,483,647 pages, found "
              + Integer.toUnsignedString(commitPages));
    }
    boolean needsPreApply = hasDatabaseChecksums && range.min().value() > 1;
    if (needsPreApply ? preApplyChecksum >= 0 : preApplyChecksum != 0) {
      throw new IllegalArgumentException(
          "a pre-apply checksum is 0 where the segment begins at TXID 1 or has no database"
              + " checksums, and has bit 63 set otherwise; found %016x"
                  .formatted(preApplyChecksum));
    }
    timestamp = timestamp.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A header without checksums of the database, as Litestream and Seseragi write them. */
  public static LtxHeader of(
      PageSize pageSize,
      int commitPages,
      TxidRange range,
      Instant timestamp,
      WalRange wal,
      long nodeId) {
    return new LtxHeader(pageSize, commitPages, range, timestamp, 0, wal, nodeId, false);
  }

  /** Whether the segment begins at TXID 1 and so holds every page of the database. */
  public boolean isSnapshot() {
    // Not Txid.equals: a record's first equals takes some 20 ms of a cold start.
    return range.min().value() == Txid.FIRST.value();
  }
}
