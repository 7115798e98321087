package dev.seseragi.engine.fence;

import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.LtxTrailer;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.store.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The segment by which a writer takes a replica over: it changes nothing, and fills the slot that
 * the writer before it would have filled next. In the first slot of a replica, which must hold a
 * whole database, it is an empty one of one page.
 */
public final class Fence {
  /** Header, end of pages, empty index, its size, trailer. */
  private static final long EMPTY_BYTES = LtxHeader.BYTES + 6 + 1 + 8 + LtxTrailer.BYTES;

  /**
   * Directly behind the WAL's header, and nothing: with 0, genuine Litestream would never ship
   * again (docs/format/replica-layout.md).
   */
  private static final WalRange NOTHING = new WalRange(32, 0, 0, 0);

  private static final int LEAF_TABLE_PAGE = 0x0d;

  private Fence() {}

  /** Whether a segment of this length holds no page: a fence, or merged from fences. */
  public static boolean isEmpty(long sizeBytes) {
    return sizeBytes <= EMPTY_BYTES;
  }

  /** The hash of the one page with which a replica begins. */
  public static long emptyDatabaseHash(PageSize pageSize) {
    return PageHash.of(emptyDatabase(pageSize), 0, pageSize.bytes());
  }

  /** The fence of a writer behind a tail of that page size and database size. */
  static Slots.Offer behind(
      Txid tail, PageSize pageSize, int commitPages, WriterId writer, Instant now) {
    Txid slot = tail.next();
    boolean isFirst = slot.value() == Txid.FIRST.value();
    LtxHeader header =
        LtxHeader.of(
            pageSize, isFirst ? 1 : commitPages, TxidRange.of(slot), now, NOTHING, writer.value());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (LtxEncoder encoder = new LtxEncoder(bytes, header, PageFormat.BLOCK)) {
      if (isFirst) {
        encoder.writePage(1, emptyDatabase(pageSize), 0);
      }
      LtxTrailer trailer = encoder.finish();
      var identity = new SlotVerdict.Identity(writer.value(), bytes.size(), trailer.fileChecksum());
      return new Slots.Offer(slot, Body.of(bytes.toByteArray()), header.timestamp(), identity);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
  }

  /** The only page of a database without content (sqlite.org/fileformat2.html, 1.3 and 1.6). */
  static byte[] emptyDatabase(PageSize pageSize) {
    int bytes = pageSize.bytes();
    ByteBuffer page = ByteBuffer.allocate(bytes);
    page.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
    page.putShort((short) (bytes == 65_536 ? 1 : bytes));
    page.put(new byte[] {1, 1, 0, 64, 32, 32}); // rollback journal; fixed payload fractions
    page.putInt(24, 1); // change counter
    page.putInt(28, 1); // size in pages
    page.putInt(44, 4); // schema format
    page.putInt(56, 1); // UTF-8
    page.putInt(92, 1); // for which change counter the size is valid
    page.put(100, (byte) LEAF_TABLE_PAGE);
    page.putShort(105, (short) bytes); // where cells begin; 0 means 65,536
    return page.array();
  }
}
