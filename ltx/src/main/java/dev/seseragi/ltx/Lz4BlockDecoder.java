package dev.seseragi.ltx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decompresses LZ4 blocks (github.com/lz4/lz4, doc/lz4_Block_format.md) in plain Java. Needs no
 * loading, and so is quicker than the native library for the first pages of a process.
 */
final class Lz4BlockDecoder {
  /** What {@link #decompress} returns for a damaged block. */
  static final int DAMAGED = -1;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A length of this in a token goes on in the bytes behind. */
  private static final int LONG = 15;

  private static final int BYTE_MASK = 0xff;
  private static final int SHORTEST_MATCH = 4;
  private static final int DISTANCE_BYTES = 2;

  /** Up to two words are copied without asking how many bytes of them are needed. */
  private static final int TWO_WORDS = 2 * Long.BYTES;

  private Lz4BlockDecoder() {}

  /**
   * Decompresses one block, which may be anything: nothing outside of the ranges is touched.
   *
   * @param maxBytes how many bytes may be put to {@code into[at]} and behind; after an error, or
   *     behind what the block holds, they may be anything
   * @return how many were put there, or {@link #DAMAGED}
   */
  static int decompress(byte[] block, int start, int length, byte[] into, int at, int maxBytes) {
    int in = start;
    int inEnd = start + length;
    int out = at;
    int outEnd = at + maxBytes;
    // A sequence is a token with two lengths, literals, and a match; the last one ends early.
    while (in < inEnd) {
      int token = block[in++] & BYTE_MASK;
      int literals = token >>> 4;
      if (literals == LONG) {
        int more = BYTE_MASK;
        while (more == BYTE_MASK && in < inEnd) {
          more = block[in++] & BYTE_MASK;
          literals += more;
        }
      }
      if (literals > inEnd - in || literals > outEnd - out) {
        return DAMAGED;
      }
      copyLiterals(block, in, literals, into, out, outEnd);
      in += literals;
      out += literals;
      if (in == inEnd) {
        return out - at;
      }
      if (inEnd - in < DISTANCE_BYTES) {
        return DAMAGED;
      }
      int distance = (block[in] & BYTE_MASK) | (block[in + 1] & BYTE_MASK) << Byte.SIZE;
      in += DISTANCE_BYTES;
      int match = token & LONG;
      if (match == LONG) {
        int more = BYTE_MASK;
        while (more == BYTE_MASK && in < inEnd) {
          more = block[in++] & BYTE_MASK;
          match += more;
        }
      }
      match += SHORTEST_MATCH;
      if (distance == 0 || distance > out - at || match > outEnd - out) {
        return DAMAGED;
      }
      copyMatch(into, out, distance, match, outEnd);
      out += match;
    }
    return DAMAGED;
  }

  private static void copyLiterals(
      byte[] block, int in, int literals, byte[] into, int out, int outEnd) {
    if (literals <= TWO_WORDS && block.length - in >= TWO_WORDS && outEnd - out >= TWO_WORDS) {
      copyWord(block, in, into, out);
      copyWord(block, in + Long.BYTES, into, out + Long.BYTES);
    } else {
      System.arraycopy(block, in, into, out, literals);
    }
  }

  /** Copies from {@code distance} bytes before; what is copied may be copied again. */
  private static void copyMatch(byte[] into, int out, int distance, int match, int outEnd) {
    int end = out + match;
    int from = out - distance;
    int to = out;
    if (distance >= Long.BYTES && outEnd - end >= Long.BYTES) {
      for (; to < end; to += Long.BYTES) {
        copyWord(into, from, into, to);
        from += Long.BYTES;
      }
    } else if (distance >= match) {
      System.arraycopy(into, from, into, to, match);
    } else {
      while (to < end) {
        into[to++] = into[from++];
      }
    }
  }

  private static void copyWord(byte[] from, int at, byte[] to, int out) {
    WORD.set(to, out, (long) WORD.get(from, at));
  }
}
