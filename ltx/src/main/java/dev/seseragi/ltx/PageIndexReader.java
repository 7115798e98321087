package dev.seseragi.ltx;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a page index once, from the end mark of the pages on, and checks it. Not thread-safe. */
final class PageIndexReader {
  /** How many a Java array can hold: 8 TB in pages of 4 KiB. */
  private static final int MAX_ENTRIES = Integer.MAX_VALUE - 16;

  /** Where the arrays begin for a delta, which does not say how many pages it has. */
  private static final int FIRST_ENTRIES = 256;

  private static final String PART = "the page index";

  private final SegmentInput input;
  private final LtxHeader header;
  private final PageOrder order;
  private final Crc64 crc = new Crc64();
  private final IndexDigest digest = new IndexDigest(crc);
  private final long pagesEnd;
  private int[] pageNumbers;
  private long[] offsets;
  private int count;

  /** Begins where {@code input} stands: at the end mark of the pages. */
  PageIndexReader(SegmentInput input, LtxHeader header) {
    this.input = input;
    this.header = header;
    this.order = new PageOrder(header);
    this.pagesEnd = input.offset();
    this.pageNumbers = new int[likelyCount()];
    this.offsets = new long[pageNumbers.length + 1];
    offsets[0] = LtxHeader.BYTES;
  }

  /** Exact for a snapshot, and never more than the segment's bytes can hold. */
  private int likelyCount() {
    int commit = header.commitPages();
    int likely =
        header.isSnapshot()
            ? commit - (commit >= header.pageSize().lockPage() ? 1 : 0)
            : FIRST_ENTRIES;
    long possible = (pagesEnd - LtxHeader.BYTES) / PageFrame.minBytes(header.pageSize());
    return (int) Math.min(likely, possible);
  }

  PageIndex read(long indexBytes) throws IOException {
    readEndMark();
    long start = input.offset();
    long pageNumber = Leb128.read(input, PART);
    while (pageNumber != 0) {
      readEntry(pageNumber);
      pageNumber = Leb128.read(input, PART);
    }
    digest.end();
    checkEnd();
    if (input.offset() - start != indexBytes) {
      throw input.damage(
          0,
          "expected the page index to end at byte %d, found its end here"
              .formatted(start + indexBytes));
    }
    LtxTrailer trailer = SegmentEnd.read(input, header, digest.bytes(), crc);
    return new PageIndex(this, trailer);
  }

  private void readEndMark() throws IOException {
    input.require(SegmentEnd.END_MARK_BYTES, "the end mark of the pages");
    for (int i = 0; i < SegmentEnd.END_MARK_BYTES; i++) {
      if (input.buffer()[input.position() + i] != 0) {
        throw input.damage(i, "expected 6 zero bytes between pages and page index");
      }
    }
    crc.update(input.buffer(), input.position(), SegmentEnd.END_MARK_BYTES);
    input.skip(SegmentEnd.END_MARK_BYTES);
  }

  private void readEntry(long pageNumber) throws IOException {
    long at = input.offset();
    long offset = Leb128.read(input, PART);
    long length = Leb128.read(input, PART);
    String problem = order.next(pageNumber);
    if (problem == null) {
      problem = problemWith(offset, length);
    }
    if (problem != null) {
      throw new LtxException(input.segment(), at, "in the page index: " + problem);
    }
    if (count == pageNumbers.length) {
      int entries = (int) Math.min(count + count / 2L + 1, MAX_ENTRIES);
      pageNumbers = Arrays.copyOf(pageNumbers, entries);
      offsets = Arrays.copyOf(offsets, entries + 1);
    }
    digest.add((int) pageNumber, offset, length);
    pageNumbers[count++] = (int) pageNumber;
    offsets[count] = offset + length;
  }

  private @Nullable String problemWith(long offset, long length) {
    if (offset != offsets[count]) {
      return "expected the next page at byte %d, found %d".formatted(offsets[count], offset);
    }
    int least = PageFrame.minBytes(header.pageSize());
    int most = PageFrame.maxBytes(header.pageSize());
    if (length < least || length > most) {
      return "expected a page of %d to %d bytes, found %d".formatted(least, most, length);
    }
    if (length > pagesEnd - offset) {
      return "expected the pages to end at byte %d, found one from %d that has %d bytes"
          .formatted(pagesEnd, offset, length);
    }
    return null;
  }

  private void checkEnd() {
    String problem = order.end();
    if (problem == null && offsets[count] != pagesEnd) {
      problem =
          "expected the pages to end at byte %d, found %d".formatted(pagesEnd, offsets[count]);
    }
    if (problem != null) {
      throw input.damage(-1, "in the page index: " + problem);
    }
  }

  String segment() {
    return input.segment();
  }

  /** How far it has read; in the end, how long the segment is. */
  long offset() {
    return input.offset();
  }

  LtxHeader header() {
    return header;
  }

  int[] pageNumbers() {
    return count == pageNumbers.length ? pageNumbers : Arrays.copyOf(pageNumbers, count);
  }

  /** Where the pages begin, and at last where they end. */
  long[] offsets() {
    return count == pageNumbers.length ? offsets : Arrays.copyOf(offsets, count + 1);
  }

  /** The CRC of what the file checksum covers behind the pages. */
  long crc() {
    return crc.value();
  }
}
