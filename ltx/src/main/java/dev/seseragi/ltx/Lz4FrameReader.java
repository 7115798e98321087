package dev.seseragi.ltx;

import static dev.seseragi.ltx.Lz4FrameFormat.BLOCKS_APART;
import static dev.seseragi.ltx.Lz4FrameFormat.BLOCK_CHECKSUM;
import static dev.seseragi.ltx.Lz4FrameFormat.BLOCK_SIZE_64_KIB;
import static dev.seseragi.ltx.Lz4FrameFormat.BLOCK_SIZE_RESERVED;
import static dev.seseragi.ltx.Lz4FrameFormat.BLOCK_SIZE_SHIFT;
import static dev.seseragi.ltx.Lz4FrameFormat.CONTENT_CHECKSUM;
import static dev.seseragi.ltx.Lz4FrameFormat.CONTENT_SIZE;
import static dev.seseragi.ltx.Lz4FrameFormat.MAGIC;
import static dev.seseragi.ltx.Lz4FrameFormat.MAGIC_BYTES;
import static dev.seseragi.ltx.Lz4FrameFormat.RESERVED_OR_DICTIONARY;
import static dev.seseragi.ltx.Lz4FrameFormat.SHORTEST_HEADER_BYTES;
import static dev.seseragi.ltx.Lz4FrameFormat.STORED;
import static dev.seseragi.ltx.Lz4FrameFormat.VERSION_1;
import static dev.seseragi.ltx.Lz4FrameFormat.VERSION_MASK;
import static dev.seseragi.ltx.Lz4FrameFormat.WORD_BYTES;

import java.io.IOException;
import net.jpountz.xxhash.XXHash32;

/**
 * Reads pages that are complete LZ4 frames. Besides what {@link PageWriter} writes, frames may have
 * several blocks, block checksums and a content size; a dictionary, and blocks that refer to each
 * other, are refused. Not thread-safe.
 */
final class Lz4FrameReader {
  private final XXHash32 checksum = Lz4.checksum();
  private final SegmentInput input;
  private final Lz4Decompressor decompressor;
  private final PageSize pageSize;

  Lz4FrameReader(SegmentInput input, Lz4Decompressor decompressor, PageSize pageSize) {
    this.input = input;
    this.decompressor = decompressor;
    this.pageSize = pageSize;
  }

  /** Reads one frame of exactly one page to {@code page[offset]} and behind. */
  void read(byte[] page, int offset) throws IOException {
    long end = input.offset() + PageFrame.maxBytes(pageSize);
    int flags = readHeader();
    int done = 0;
    for (int length = readLength(); length != 0; length = readLength()) {
      if ((length & ~STORED) > end - input.offset()) {
        throw input.damage(
            -WORD_BYTES,
            "expected an LZ4 block that ends before byte %d, found one of %d bytes"
                .formatted(end, length & ~STORED));
      }
      done += readBlock(flags, length, page, offset, done);
    }
    if (done != pageSize.bytes()) {
      throw input.damage(
          0, "expected a page of %d bytes, found %d".formatted(pageSize.bytes(), done));
    }
    if ((flags & CONTENT_CHECKSUM) != 0) {
      checkChecksum(checksum.hash(page, offset, done, 0), "page");
    }
  }

  private int readHeader() throws IOException {
    input.require(SHORTEST_HEADER_BYTES, "an LZ4 frame's header");
    int magic = BigEndian.getInt(input.buffer(), input.position());
    if (magic != MAGIC) {
      throw input.damage(0, "expected an LZ4 frame (04224d18), found %08x".formatted(magic));
    }
    int flags = input.buffer()[input.position() + MAGIC_BYTES];
    int blockSize = input.buffer()[input.position() + MAGIC_BYTES + 1];
    if ((flags & VERSION_MASK) != VERSION_1
        || (flags & RESERVED_OR_DICTIONARY) != 0
        || (blockSize & BLOCK_SIZE_RESERVED) != 0
        || blockSize >>> BLOCK_SIZE_SHIFT < BLOCK_SIZE_64_KIB) {
      throw input.damage(
          MAGIC_BYTES,
          "expected an LZ4 frame of version 1 without a dictionary, found flags %02x %02x"
              .formatted(flags & 0xff, blockSize & 0xff));
    }
    boolean hasContentSize = (flags & CONTENT_SIZE) != 0;
    int headerBytes = SHORTEST_HEADER_BYTES + (hasContentSize ? Long.BYTES : 0);
    input.require(headerBytes, "an LZ4 frame's header");
    checkHeader(headerBytes);
    if (hasContentSize) {
      checkContentSize();
    }
    input.skip(headerBytes);
    return flags;
  }

  private void checkHeader(int headerBytes) {
    int hashed = headerBytes - MAGIC_BYTES - 1;
    int hash = checksum.hash(input.buffer(), input.position() + MAGIC_BYTES, hashed, 0);
    int found = input.buffer()[input.position() + headerBytes - 1] & 0xff;
    if (found != Lz4FrameFormat.headerChecksum(hash)) {
      throw input.damage(
          headerBytes - 1,
          "expected %02x as checksum of the LZ4 frame's header, found %02x"
              .formatted(Lz4FrameFormat.headerChecksum(hash), found));
    }
  }

  private void checkContentSize() {
    int at = SHORTEST_HEADER_BYTES - 1;
    long size = Long.reverseBytes(BigEndian.getLong(input.buffer(), input.position() + at));
    if (size != pageSize.bytes()) {
      throw input.damage(
          at,
          "expected an LZ4 frame of one page of %d bytes, found one of %s bytes"
              .formatted(pageSize.bytes(), Long.toUnsignedString(size)));
    }
  }

  /** The next block's length with its {@link Lz4FrameFormat#STORED} bit; 0 at the end mark. */
  private int readLength() throws IOException {
    input.require(WORD_BYTES, "an LZ4 block's length");
    int length = word();
    input.skip(WORD_BYTES);
    return length;
  }

  private int readBlock(int flags, int length, byte[] page, int offset, int done)
      throws IOException {
    int bytes = length & ~STORED;
    int room = pageSize.bytes() - done;
    boolean isStored = length < 0;
    int most = isStored ? room : Lz4.maxCompressedBytes(room);
    if (bytes == 0 || room == 0 || bytes > most) {
      throw input.damage(
          -WORD_BYTES,
          "expected an LZ4 block of 1 to %d bytes for the %d that the page still needs, found %d"
              .formatted(most, room, bytes));
    }
    if (!isStored && done > 0 && (flags & BLOCKS_APART) == 0) {
      throw input.damage(0, "expected LZ4 blocks apart from each other, found linked ones");
    }
    boolean hasChecksum = (flags & BLOCK_CHECKSUM) != 0;
    input.require(bytes + (hasChecksum ? WORD_BYTES : 0), "an LZ4 block");
    int put = bytes;
    if (isStored) {
      System.arraycopy(input.buffer(), input.position(), page, offset + done, bytes);
    } else {
      put = decompressor.decompress(input, bytes, page, offset + done, room);
    }
    if (put == 0) {
      throw input.damage(0, "expected an LZ4 block with content, found an empty one");
    }
    int hash = hasChecksum ? checksum.hash(input.buffer(), input.position(), bytes, 0) : 0;
    input.skip(bytes);
    if (hasChecksum) {
      checkChecksum(hash, "LZ4 block");
    }
    return put;
  }

  private void checkChecksum(int expected, String of) throws IOException {
    input.require(WORD_BYTES, "an LZ4 frame's checksum");
    int found = word();
    if (found != expected) {
      throw input.damage(
          0, "expected %08x as checksum of the %s, found %08x".formatted(expected, of, found));
    }
    input.skip(WORD_BYTES);
  }

  /** LZ4 frames have their least significant byte first, unlike all of LTX. */
  private int word() {
    return Integer.reverseBytes(BigEndian.getInt(input.buffer(), input.position()));
  }
}
