package dev.seseragi.ltx;

/** The parts of an LZ4 frame (github.com/lz4/lz4, doc/lz4_Frame_format.md). */
final class Lz4FrameFormat {
  /** The first four bytes, read as one big-endian number. */
  static final int MAGIC = 0x04224d18;

  static final int MAGIC_BYTES = 4;

  // The flags, the byte behind the magic number.
  static final int VERSION_MASK = 0b1100_0000;
  static final int VERSION_1 = 0b0100_0000;
  static final int BLOCKS_APART = 1 << 5;
  static final int BLOCK_CHECKSUM = 1 << 4;
  static final int CONTENT_SIZE = 1 << 3;
  static final int CONTENT_CHECKSUM = 1 << 2;
  static final int RESERVED_OR_DICTIONARY = 0b11;

  // The byte behind the flags: 4 to 7 in bits 4 to 6 for blocks of 64 KiB, 256 KiB, 1 and 4 MiB.
  static final int BLOCK_SIZE_SHIFT = 4;
  static final int BLOCK_SIZE_64_KIB = 4;
  static final int BLOCK_SIZE_RESERVED = 0b1000_1111;

  /** Magic number, flags, block size and the header's checksum. */
  static final int SHORTEST_HEADER_BYTES = 7;

  /** Of a block's length, of the end mark, of checksums of blocks and content. */
  static final int WORD_BYTES = 4;

  /** In a block's length: the block is stored as it is. */
  static final int STORED = 1 << 31;

  private Lz4FrameFormat() {}

  /** The checksum behind a frame's header, from the xxHash32 of what lies before. */
  static int headerChecksum(int hash) {
    return (hash >>> 8) & 0xff;
  }
}
