package dev.seseragi.ltx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Where each page of a segment lies, so that single pages can be read, or parts of the segment side
 * by side ({@link LtxSlice}). Entries are numbered from 0, in ascending order of their pages.
 *
 * <p>Takes 12 bytes a page, and less than 256 KiB besides; that of a delta up to 30 bytes a page
 * while it is read. Pages that a segment only claims to have take nothing. Immutable.
 */
public final class PageIndex {
  /** Holds the index of about 6,000 pages, so that most segments need one read. */
  private static final int TAIL_BYTES = 64 * 1024;

  private final String segment;
  private final long sizeBytes;
  private final LtxHeader header;
  private final LtxTrailer trailer;
  private final int[] pageNumbers;

  /** One more than there are pages: the last one is where the pages end. */
  private final long[] offsets;

  /** The CRC and length of what the file checksum covers behind the pages. */
  private final long tailCrc;

  private final long tailBytes;

  /** What {@code reader} has read to its end. */
  PageIndex(PageIndexReader reader, LtxTrailer trailer) {
    this.segment = reader.segment();
    this.sizeBytes = reader.offset();
    this.header = reader.header();
    this.trailer = trailer;
    this.pageNumbers = reader.pageNumbers();
    this.offsets = reader.offsets();
    this.tailCrc = reader.crc();
    this.tailBytes = sizeBytes - offsets[count()] - Long.BYTES;
  }

  /**
   * Reads a segment's index from its end, in one read of at most 64 KiB or, if the index is longer,
   * a second one of the whole index.
   *
   * <p>The index is complete in itself: entries are in the order that the format asks for and lie
   * side by side from the header to the end of the pages. That the pages agree with it is checked
   * where they are read, and the file checksum by {@link #verify}.
   *
   * @param segmentName names the segment in errors
   * @param header what stands at the beginning, as {@link LtxDecoder#header()} of its first 100
   *     bytes gives it
   * @param sizeBytes how long the segment is
   * @throws LtxException if the segment is damaged or shorter
   * @throws IOException if it cannot be read
   */
  public static PageIndex read(
      String segmentName, LtxHeader header, long sizeBytes, RangeSource source) throws IOException {
    if (sizeBytes < SegmentEnd.SHORTEST_SEGMENT_BYTES) {
      throw new LtxException(
          segmentName,
          Math.max(0, sizeBytes),
          "the segment ends after %d bytes, the shortest one has %d"
              .formatted(sizeBytes, SegmentEnd.SHORTEST_SEGMENT_BYTES));
    }
    long tailStart = Math.max(LtxHeader.BYTES, sizeBytes - TAIL_BYTES);
    byte[] tail = readTail(segmentName, tailStart, sizeBytes, source);
    long indexBytes = BigEndian.getLong(tail, tail.length - SegmentEnd.BYTES);
    long mostBytes = sizeBytes - SegmentEnd.SHORTEST_SEGMENT_BYTES + 1;
    if (indexBytes < 1 || indexBytes > mostBytes) {
      throw new LtxException(
          segmentName,
          sizeBytes - SegmentEnd.BYTES,
          "expected a page index of 1 to %d bytes, found one of %s"
              .formatted(mostBytes, Long.toUnsignedString(indexBytes)));
    }
    long start = sizeBytes - SegmentEnd.BYTES - indexBytes - SegmentEnd.END_MARK_BYTES;
    InputStream in =
        start >= tailStart
            ? new ByteArrayInputStream(tail, (int) (start - tailStart), tail.length)
            : source.open(start, sizeBytes - start);
    try (SegmentInput input = new SegmentInput(in, segmentName, start)) {
      return new PageIndexReader(input, header).read(indexBytes);
    }
  }

  /** How many pages the segment has. */
  public int count() {
    return pageNumbers.length;
  }

  /** The number (from 1) of the page of entry {@code entry}. */
  public int pageNumber(int entry) {
    return pageNumbers[entry];
  }

  /** Where the page's frame begins in the segment. */
  public long offset(int entry) {
    Objects.checkIndex(entry, count());
    return offsets[entry];
  }

  /** How many bytes the page's frame has. */
  public long length(int entry) {
    return offsets[entry + 1] - offsets[entry];
  }

  /** The entry of page {@code pageNumber}, or -1 if the segment does not hold it. */
  public int find(int pageNumber) {
    return Math.max(-1, Arrays.binarySearch(pageNumbers, pageNumber));
  }

  /** What stands at the end of the segment. Only {@link #verify} proves it. */
  public LtxTrailer trailer() {
    return trailer;
  }

  /**
   * Proves that the whole segment, whose pages were read in parts, is as it was written.
   *
   * @param parts of each slice what {@link LtxSlice#part()} gave, in any order; together every page
   *     once
   * @throws IllegalArgumentException if pages are missing or twice in the parts
   * @throws LtxException if the segment is damaged
   */
  public void verify(List<LtxSlice.Part> parts) {
    Crc64 headerCrc = new Crc64();
    headerCrc.update(HeaderBytes.of(header), 0, LtxHeader.BYTES);
    long crc = headerCrc.value();
    long pages = 0;
    int next = 0;
    List<LtxSlice.Part> inOrder =
        parts.stream()
            .sorted(
                Comparator.comparingInt(LtxSlice.Part::firstEntry)
                    .thenComparingInt(LtxSlice.Part::endEntry))
            .toList();
    for (LtxSlice.Part part : inOrder) {
      if (part.firstEntry() != next) {
        throw notWhole(next, part.firstEntry());
      }
      crc = Crc64.combine(crc, part.crc(), part.hashedBytes());
      pages ^= part.pageChecksums();
      next = part.endEntry();
    }
    if (next != count()) {
      throw notWhole(next, count());
    }
    crc = Crc64.combine(crc, tailCrc, tailBytes);
    SegmentEnd.check(
        new SegmentEnd.Place(segment, sizeBytes - LtxTrailer.BYTES), header, trailer, crc, pages);
  }

  String segment() {
    return segment;
  }

  LtxHeader header() {
    return header;
  }

  private IllegalArgumentException notWhole(int expected, int found) {
    return new IllegalArgumentException(
        "the parts of segment %s must follow each other: expected entry %d, found %d"
            .formatted(segment, expected, found));
  }

  private static byte[] readTail(String segmentName, long start, long end, RangeSource source)
      throws IOException {
    int length = (int) (end - start);
    try (InputStream in = source.open(start, length)) {
      byte[] tail = in.readNBytes(length);
      if (tail.length < length) {
        throw new LtxException(
            segmentName,
            start + tail.length,
            "the segment ends after %d of %d bytes".formatted(start + tail.length, end));
      }
      return tail;
    }
  }
}
