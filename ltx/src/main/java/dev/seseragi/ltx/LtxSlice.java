package dev.seseragi.ltx;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some pages of a segment, one behind the other, read apart from the rest: for reading a large
 * segment in parts side by side, or single pages.
 *
 * <p>Each page must be the one that the page index has there. A page by itself is not proven
 * (compressed bytes that changed may decompress to something else); the whole segment is, by {@link
 * PageIndex#verify} with the parts of all slices. Errors as in {@link LtxDecoder}. Takes less than
 * 192 KiB of memory. Not thread-safe; many slices may share one index.
 */
public final class LtxSlice implements AutoCloseable {
  private final SegmentInput input;
  private final PageIndex index;
  private final int firstEntry;
  private final int endEntry;
  private final Crc64 crc = new Crc64();
  private final PageReader pages;
  private final @Nullable DatabaseChecksum databaseChecksum;
  private int nextEntry;

  /** Set while something is read, and for good when that fails. */
  private boolean isBroken;

  /**
   * The pages of entries {@code firstEntry} up to, not including, {@code endEntry}.
   *
   * @param in the segment from {@code index.offset(firstEntry)} on; need not be buffered
   * @param firstEntry 0 or more
   * @param endEntry {@code index.count()} or less
   */
  public LtxSlice(InputStream in, PageIndex index, int firstEntry, int endEntry) {
    Objects.checkFromToIndex(firstEntry, endEntry, index.count());
    long start = firstEntry < index.count() ? index.offset(firstEntry) : 0;
    PageSize pageSize = index.header().pageSize();
    this.input = new SegmentInput(in, index.segment(), start);
    this.index = index;
    this.firstEntry = firstEntry;
    this.endEntry = endEntry;
    this.pages = new PageReader(input, pageSize, crc, pageSize.bytesOf(endEntry - firstEntry));
    this.databaseChecksum = index.header().hasDatabaseChecksums() ? new DatabaseChecksum() : null;
    this.nextEntry = firstEntry;
  }

  /**
   * What a slice has to say to {@link PageIndex#verify}.
   *
   * @param firstEntry the slice's first entry in the index
   * @param endEntry the entry behind its last one
   * @param crc the CRC of what the file checksum covers of it
   * @param hashedBytes how many bytes that is
   * @param pageChecksums the xor of its pages' own checksums; 0 in segments that have none
   */
  public record Part(
      int firstEntry, int endEntry, long crc, long hashedBytes, long pageChecksums) {}

  /**
   * Reads the next page.
   *
   * @param page takes the page, at {@code offset} and behind; what it holds after an error is
   *     undefined
   * @return the page's number (from 1), or 0 behind the last one
   * @throws LtxException if the segment is damaged
   * @throws IOException if the stream failed
   * @throws IllegalStateException if an earlier call failed
   */
  public int nextPage(byte[] page, int offset) throws IOException {
    int pageBytes = index.header().pageSize().bytes();
    Objects.checkFromIndexSize(offset, pageBytes, page.length);
    requireUnbroken();
    if (nextEntry == endEntry) {
      return 0;
    }
    isBroken = true;
    int pageNumber = index.pageNumber(nextEntry);
    long found = pages.begin();
    if (found != pageNumber) {
      throw new LtxException(
          index.segment(),
          index.offset(nextEntry),
          "expected page %d, as the page index says, found page %d".formatted(pageNumber, found));
    }
    pages.read(page, offset);
    long length = input.offset() - index.offset(nextEntry);
    if (length != index.length(nextEntry)) {
      throw new LtxException(
          index.segment(),
          index.offset(nextEntry),
          "expected page %d to have %d bytes, as the page index says, found %d"
              .formatted(pageNumber, index.length(nextEntry), length));
    }
    if (databaseChecksum != null) {
      databaseChecksum.add(pageNumber, page, offset, pageBytes);
    }
    nextEntry++;
    isBroken = false;
    return pageNumber;
  }

  /**
   * What was read, for {@link PageIndex#verify}.
   *
   * @throws IllegalStateException before all pages have been read
   */
  public Part part() {
    requireUnbroken();
    if (nextEntry < endEntry) {
      throw new IllegalStateException(
          "a slice of segment %s has %d pages more to read"
              .formatted(index.segment(), endEntry - nextEntry));
    }
    long checksums = databaseChecksum == null ? 0 : databaseChecksum.pages();
    return new Part(firstEntry, endEntry, crc.value(), pages.hashedBytes(), checksums);
  }

  /** Closes the stream. */
  @Override
  public void close() throws IOException {
    input.close();
  }

  private void requireUnbroken() {
    if (isBroken) {
      throw new IllegalStateException(
          "segment " + index.segment() + " failed before: read the slice again");
    }
  }
}
