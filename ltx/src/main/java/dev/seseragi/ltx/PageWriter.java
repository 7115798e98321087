package dev.seseragi.ltx;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.xxhash.XXHash32;
import org.jspecify.annotations.Nullable;

/** Puts pages into a buffer in the form in which they stand in a segment. Not thread-safe. */
final class PageWriter {
  /** Version 1, blocks apart from each other, content checksum: as Litestream 0.5.0 wrote it. */
  private static final int FRAME_FLAGS =
      Lz4FrameFormat.VERSION_1 | Lz4FrameFormat.BLOCKS_APART | Lz4FrameFormat.CONTENT_CHECKSUM;

  private static final int FRAME_BLOCK_SIZE =
      Lz4FrameFormat.BLOCK_SIZE_64_KIB << Lz4FrameFormat.BLOCK_SIZE_SHIFT;

  /** The checksum of the two bytes above. */
  private static final int FRAME_HEADER_CHECKSUM = 0xa7;

  private final LZ4Compressor compressor = Lz4.compressor();
  private final int pageBytes;

  /** Only frames need it. */
  private final @Nullable XXHash32 frameChecksum;

  PageWriter(PageFormat format, PageSize pageSize) {
    this.pageBytes = pageSize.bytes();
    this.frameChecksum =
        switch (format) {
          case BLOCK -> null;
          case FRAME -> Lz4.checksum();
        };
  }

  /** How many bytes stand before the compressed page; the file checksum covers them. */
  int headerBytes() {
    return frameChecksum == null ? PageFrame.BLOCK_HEADER_BYTES : PageFrame.HEADER_BYTES;
  }

  /**
   * Puts a page to {@code into[at]} and behind, at most {@link PageFrame#maxBytes} bytes.
   *
   * @return where its last byte is, plus 1
   */
  int put(int pageNumber, byte[] page, int offset, byte[] into, int at) {
    BigEndian.putInt(into, at, pageNumber);
    XXHash32 checksum = frameChecksum;
    if (checksum != null) {
      BigEndian.putShort(into, at + PageFrame.FLAGS_AT, 0);
      int hash = checksum.hash(page, offset, pageBytes, 0);
      return putFrame(page, offset, hash, into, at + PageFrame.HEADER_BYTES);
    }
    BigEndian.putShort(into, at + PageFrame.FLAGS_AT, PageFrame.FLAG_BLOCK);
    int length = compress(page, offset, into, at + PageFrame.BLOCK_HEADER_BYTES);
    BigEndian.putInt(into, at + PageFrame.HEADER_BYTES, length);
    return at + PageFrame.BLOCK_HEADER_BYTES + length;
  }

  private int putFrame(byte[] page, int offset, int hash, byte[] into, int at) {
    BigEndian.putInt(into, at, Lz4FrameFormat.MAGIC);
    int position = at + Lz4FrameFormat.MAGIC_BYTES;
    into[position++] = (byte) FRAME_FLAGS;
    into[position++] = (byte) FRAME_BLOCK_SIZE;
    into[position++] = (byte) FRAME_HEADER_CHECKSUM;
    int block = position + Lz4FrameFormat.WORD_BYTES;
    int length = compress(page, offset, into, block);
    if (length < pageBytes) {
      putWord(into, position, length);
    } else {
      length = pageBytes;
      System.arraycopy(page, offset, into, block, length);
      putWord(into, position, length | Lz4FrameFormat.STORED);
    }
    position = block + length;
    putWord(into, position, 0);
    putWord(into, position + Lz4FrameFormat.WORD_BYTES, hash);
    return position + 2 * Lz4FrameFormat.WORD_BYTES;
  }

  private int compress(byte[] page, int offset, byte[] into, int at) {
    return compressor.compress(page, offset, pageBytes, into, at, into.length - at);
  }

  private static void putWord(byte[] into, int at, int word) {
    BigEndian.putInt(into, at, Integer.reverseBytes(word));
  }
}
