package dev.seseragi.ltx;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A segment from its beginning to its end, with every check. Not thread-safe. */
final class SegmentBody {
  private final SegmentInput input;
  private final LtxHeader header;
  private final Crc64 crc = new Crc64();
  private final PageOrder order;
  private final PageReader pages;
  private final IndexDigest index = new IndexDigest(new Crc64());

  /** Only for segments that have such checksums. */
  private final @Nullable DatabaseChecksum databaseChecksum;

  /** Reads the header. */
  SegmentBody(SegmentInput input) throws IOException {
    this.input = input;
    this.header = HeaderBytes.read(input);
    this.order = new PageOrder(header);
    this.pages = new PageReader(input, header.pageSize(), crc, knownPageBytes(header));
    this.databaseChecksum = header.hasDatabaseChecksums() ? new DatabaseChecksum() : null;
    crc.update(HeaderBytes.of(header), 0, LtxHeader.BYTES);
  }

  LtxHeader header() {
    return header;
  }

  /** Reads the next page to {@code page[offset]} and returns its number; 0 behind the last one. */
  int nextPage(byte[] page, int offset) throws IOException {
    long start = input.offset();
    long found = pages.begin();
    String problem = found == 0 ? order.end() : order.next(found);
    if (problem != null) {
      throw new LtxException(input.segment(), start, problem);
    }
    if (found == 0) {
      return 0;
    }
    int pageNumber = (int) found;
    pages.read(page, offset);
    index.add(pageNumber, start, input.offset() - start);
    if (databaseChecksum != null) {
      databaseChecksum.add(pageNumber, page, offset, header.pageSize().bytes());
    }
    return pageNumber;
  }

  /** Reads and checks all that follows the pages. */
  LtxTrailer readEnd() throws IOException {
    index.end();
    checkIndex();
    LtxTrailer trailer = SegmentEnd.read(input, header, index.bytes(), crc);
    if (!input.isAtEnd()) {
      throw input.damage(0, "expected the segment to end with its trailer, found more bytes");
    }
    SegmentEnd.check(
        new SegmentEnd.Place(input.segment(), input.offset() - LtxTrailer.BYTES),
        header,
        trailer,
        crc.value(),
        databaseChecksum == null ? 0 : databaseChecksum.pages());
    return trailer;
  }

  private void checkIndex() throws IOException {
    long start = input.offset();
    Crc64 found = new Crc64();
    for (long left = index.bytes(); left > 0; ) {
      int some = input.someOf(left, "the page index");
      crc.update(input.buffer(), input.position(), some);
      found.update(input.buffer(), input.position(), some);
      input.skip(some);
      left -= some;
    }
    if (found.value() != index.crc()) {
      throw new LtxException(
          input.segment(), start, "the page index does not agree with the pages before it");
    }
  }

  private static long knownPageBytes(LtxHeader header) {
    return header.isSnapshot() ? header.pageSize().bytesOf(header.commitPages()) : 0;
  }
}
