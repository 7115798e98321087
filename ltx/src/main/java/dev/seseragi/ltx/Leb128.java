package dev.seseragi.ltx;

import java.io.IOException;

/** Unsigned varints, seven bits a byte, least significant first. */
final class Leb128 {
  static final int MAX_BYTES = 10;

  private static final int DATA_BITS = 7;
  private static final int DATA = 0x7f;
  private static final int MORE = 0x80;

  private Leb128() {}

  /** Puts {@code value} (0 or more) at {@code offset} and returns the offset behind it. */
  static int put(byte[] bytes, int offset, long value) {
    int position = offset;
    long rest = value;
    while (rest > DATA) {
      bytes[position++] = (byte) (rest | MORE);
      rest >>>= DATA_BITS;
    }
    bytes[position++] = (byte) rest;
    return position;
  }

  /** Reads a value below 2⁶³ in its shortest form; anything else is damage. */
  static long read(SegmentInput input, String part) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += DATA_BITS) {
      byte next = input.next(part);
      value |= (long) (next & DATA) << shift;
      if ((next & MORE) == 0) {
        if (next == 0 && shift > 0) {
          throw input.damage(-1, "expected a varint in its shortest form in " + part);
        }
        return value;
      }
    }
    throw input.damage(-1, "expected a varint below 2^63 in " + part + ", found a larger one");
  }
}
