package dev.seseragi.engine.ship;

import dev.seseragi.engine.batch.Batch;
import dev.seseragi.engine.batch.SpillingOutput;
import dev.seseragi.engine.fence.SlotVerdict;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.engine.ledger.PageHashes;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.LtxTrailer;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A batch with a slot of its own: the frozen bytes, and what the ledger will say once they are in
 * the store.
 */
final class Segment implements AutoCloseable {
  private static final int MEMORY_BYTES = 256 * 1024;

  private final Batch.Outline outline;
  private final LtxHeader header;
  private final LtxTrailer trailer;
  private final Body body;
  private final SpillingOutput bytes;
  private final PageHashes hashes;

  private Segment(Batch.Outline outline, LtxHeader header, LtxTrailer trailer, Encoded encoded)
      throws IOException {
    this.outline = outline;
    this.header = header;
    this.trailer = trailer;
    this.bytes = encoded.bytes;
    this.body = encoded.bytes.toBody();
    this.hashes = encoded.hashes;
  }

  private record Encoded(SpillingOutput bytes, PageHashes hashes) {}

  /** Encodes a batch for a slot, on the caller's thread. */
  static Segment encode(Batch batch, Txid slot, WriterId writer, PageFormat format, Path folder)
      throws IOException {
    return encode(batch, TxidRange.of(slot), writer, format, folder);
  }

  /** The same for a range: a whole copy of the database may stand for all of its history. */
  static Segment encode(
      Batch batch, TxidRange range, WriterId writer, PageFormat format, Path folder)
      throws IOException {
    Batch.Outline outline = batch.outline();
    LtxHeader header =
        LtxHeader.of(
            outline.pageSize(),
            outline.commitPages(),
            range,
            outline.capturedAt(),
            outline.walRange(),
            writer.value());
    SpillingOutput bytes = new SpillingOutput(MEMORY_BYTES, folder);
    PageHashes hashes = new PageHashes();
    try {
      // Not closed: that would close, and so remove, the bytes.
      LtxEncoder encoder = new LtxEncoder(bytes, header, format);
      int size = outline.pageSize().bytes();
      batch.forEachPage((number, page) -> {
        encoder.writePage(number, page, 0);
        hashes.add(number, PageHash.of(page, 0, size));
      });
      return new Segment(outline, header, encoder.finish(), new Encoded(bytes, hashes));
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  LtxHeader header() {
    return header;
  }

  Txid slot() {
    return header.range().max();
  }

  Body body() {
    return body;
  }

  long commits() {
    return outline.commits();
  }

  Slots.Offer offer() {
    SlotVerdict.Identity identity =
        new SlotVerdict.Identity(header.nodeId(), body.sizeBytes(), trailer.fileChecksum());
    return new Slots.Offer(slot(), body, header.timestamp(), identity);
  }

  int[] pages() {
    return hashes.pages();
  }

  long[] pageHashes() {
    return hashes.hashes();
  }

  /** What the ledger describes once this segment is in the store. */
  LedgerState ledgerState() {
    return new LedgerState(
        slot(),
        header.nodeId(),
        trailer.fileChecksum(),
        header.pageSize(),
        header.commitPages(),
        outline.end());
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
