package dev.seseragi.ltx;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages in the form in which they stand in a segment, and hashes what the file checksum
 * covers of them: header and uncompressed page. Each page is begun, then read. Not thread-safe.
 */
final class PageReader {
  private final SegmentInput input;
  private final int pageBytes;
  private final int maxBlockBytes;
  private final Crc64 crc;
  private final Lz4Decompressor decompressor;
  private final PageSize pageSize;

  /** Made with the first page that needs it. */
  private @Nullable Lz4FrameReader frames;

  private boolean isBlock;
  private long hashedBytes;

  /**
   * Reads from {@code input}.
   *
   * @param crc takes in what is hashed
   * @param expectedBytes how many bytes of pages there are at least
   */
  PageReader(SegmentInput input, PageSize pageSize, Crc64 crc, long expectedBytes) {
    this.input = input;
    this.pageSize = pageSize;
    this.pageBytes = pageSize.bytes();
    this.maxBlockBytes = Lz4.maxCompressedBytes(pageBytes);
    this.crc = crc;
    this.decompressor = new Lz4Decompressor(expectedBytes);
  }

  /** The next page's number, still to be checked; 0 at the end of the pages, which is behind us. */
  long begin() throws IOException {
    input.require(PageFrame.HEADER_BYTES, "a page's header");
    long pageNumber = BigEndian.getUnsignedInt(input.buffer(), input.position());
    int flags = BigEndian.getUnsignedShort(input.buffer(), input.position() + PageFrame.FLAGS_AT);
    if ((flags & ~PageFrame.FLAG_BLOCK) != 0 || (pageNumber == 0 && flags != 0)) {
      throw input.damage(
          PageFrame.FLAGS_AT,
          "expected %s as flags of page %d, found %04x"
              .formatted(pageNumber == 0 ? "0000" : "0000 or 0001", pageNumber, flags));
    }
    isBlock = flags == PageFrame.FLAG_BLOCK;
    if (pageNumber == 0) {
      takeHeader(PageFrame.HEADER_BYTES);
    }
    return pageNumber;
  }

  /** Reads the page that was begun to {@code page[offset]} and behind. */
  void read(byte[] page, int offset) throws IOException {
    if (isBlock) {
      readBlock(page, offset);
    } else {
      takeHeader(PageFrame.HEADER_BYTES);
      frames().read(page, offset);
    }
    crc.update(page, offset, pageBytes);
    hashedBytes += pageBytes;
  }

  /** How many bytes have been hashed. */
  long hashedBytes() {
    return hashedBytes;
  }

  private void readBlock(byte[] page, int offset) throws IOException {
    input.require(PageFrame.BLOCK_HEADER_BYTES, "a page's header");
    int length = BigEndian.getInt(input.buffer(), input.position() + PageFrame.HEADER_BYTES);
    if (length < 1 || length > maxBlockBytes) {
      throw input.damage(
          PageFrame.HEADER_BYTES,
          "expected an LZ4 block of 1 to %d bytes for a page of %d, found %s"
              .formatted(maxBlockBytes, pageBytes, Integer.toUnsignedString(length)));
    }
    takeHeader(PageFrame.BLOCK_HEADER_BYTES);
    input.require(length, "a page's LZ4 block");
    int bytes = decompressor.decompress(input, length, page, offset, pageBytes);
    if (bytes != pageBytes) {
      throw input.damage(0, "expected a page of %d bytes, found %d".formatted(pageBytes, bytes));
    }
    input.skip(length);
  }

  private void takeHeader(int bytes) {
    crc.update(input.buffer(), input.position(), bytes);
    hashedBytes += bytes;
    input.skip(bytes);
  }

  private Lz4FrameReader frames() {
    Lz4FrameReader reader = frames;
    if (reader == null) {
      reader = new Lz4FrameReader(input, decompressor, pageSize);
      frames = reader;
    }
    return reader;
  }
}
