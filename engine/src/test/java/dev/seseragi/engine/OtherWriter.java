package dev.seseragi.engine;

import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes segments in somebody else's name. */
final class OtherWriter {
  private OtherWriter() {}

  /** The pages of a segment again, for another slot and by another writer. */
  static byte[] segment(byte[] like, Txid slot, long nodeId) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(like), "like")) {
      LtxHeader of = decoder.header();
      LtxHeader header =
          LtxHeader.of(
              of.pageSize(),
              of.commitPages(),
              TxidRange.of(slot),
              of.timestamp(),
              of.wal(),
              nodeId);
      byte[] page = new byte[of.pageSize().bytes()];
      LtxEncoder encoder = new LtxEncoder(bytes, header, PageFormat.BLOCK);
      for (int n = decoder.nextPage(page, 0); n != 0; n = decoder.nextPage(page, 0)) {
        encoder.writePage(n, page, 0);
      }
      encoder.finish();
    }
    return bytes.toByteArray();
  }
}
