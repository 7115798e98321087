package dev.seseragi.ltx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * CRC-64/ISO as segments use it: reflected polynomial {@code d800000000000000}, initial value and
 * final xor all ones. The check value of "123456789" is {@code b90956c775a41001}.
 *
 * <p>No tables: with x⁶⁴ = x⁴+x³+x+1 = (x³+1)(x+1) a word is folded into the ones behind it by a
 * few shifts. Squaring three times gives x⁵¹² = (x²⁴+1)(x⁸+1), so eight words are folded at a time
 * without waiting for each other. Not thread-safe.
 */
public final class Crc64 {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long POLYNOMIAL = 0xd800_0000_0000_0000L;

  /** The polynomials 1 and x⁸ in reflected form, where bit 63 stands for x⁰. */
  private static final long ONE = 1L << 63;

  private static final long X_TO_8 = ONE >>> Byte.SIZE;

  /** Eight words of eight bytes. */
  private static final int BLOCK_BYTES = 64;

  private long state = -1;

  /** Takes in the next bytes. */
  public void update(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int end = offset + length;
    int position = offset;
    if (length >= 2 * BLOCK_BYTES) {
      int blocks = length / BLOCK_BYTES;
      updateBlocks(bytes, position, blocks);
      position += blocks * BLOCK_BYTES;
    }
    long crc = state;
    for (; position <= end - Long.BYTES; position += Long.BYTES) {
      crc = times64(crc ^ word(bytes, position));
    }
    for (; position < end; position++) {
      crc = (crc >>> Byte.SIZE) ^ fold((crc ^ bytes[position]) << (Long.SIZE - Byte.SIZE));
    }
    state = crc;
  }

  /** The CRC of all bytes so far. */
  public long value() {
    return ~state;
  }

  /** Begins again. */
  void reset() {
    state = -1;
  }

  /**
   * The CRC of two parts that were hashed apart from each other.
   *
   * @param crcA the first part's {@link #value()}
   * @param crcB the second part's
   * @param lengthB how many bytes the second part has, 0 or more
   */
  public static long combine(long crcA, long crcB, long lengthB) {
    if (lengthB < 0) {
      throw new IllegalArgumentException("a part has 0 bytes or more, found " + lengthB);
    }
    // Initial value and final xor are equal and so cancel each other, as in zlib's crc32_combine.
    long shift = ONE;
    long power = X_TO_8;
    for (long rest = lengthB; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        shift = multiply(shift, power);
      }
      power = multiply(power, power);
    }
    return multiply(crcA, shift) ^ crcB;
  }

  /**
   * Takes in {@code blocks} (2 or more) blocks. Each word, with what was folded into it, goes on
   * into the word eight places behind, times x⁵¹²: {@code a} to {@code h} hold what waits for the
   * next eight words. Bits that x⁵¹² pushes over the end of a word belong to the word before.
   */
  private void updateBlocks(byte[] bytes, int offset, int blocks) {
    int position = offset;
    long a = state;
    long b = 0;
    long c = 0;
    long d = 0;
    long e = 0;
    long f = 0;
    long g = 0;
    long h = 0;
    for (int block = 1; block < blocks; block++) {
      long word = a ^ word(bytes, position);
      a = times512Low(word);
      h ^= times512High(word);
      word = b ^ word(bytes, position + 8);
      b = times512Low(word);
      a ^= times512High(word);
      word = c ^ word(bytes, position + 16);
      c = times512Low(word);
      b ^= times512High(word);
      word = d ^ word(bytes, position + 24);
      d = times512Low(word);
      c ^= times512High(word);
      word = e ^ word(bytes, position + 32);
      e = times512Low(word);
      d ^= times512High(word);
      word = f ^ word(bytes, position + 40);
      f = times512Low(word);
      e ^= times512High(word);
      word = g ^ word(bytes, position + 48);
      g = times512Low(word);
      f ^= times512High(word);
      word = h ^ word(bytes, position + 56);
      h = times512Low(word);
      g ^= times512High(word);
      position += BLOCK_BYTES;
    }
    // The last block is folded word by word, which ends with one state again.
    long crc = times64(a ^ word(bytes, position));
    crc = times64(crc ^ b ^ word(bytes, position + 8));
    crc = times64(crc ^ c ^ word(bytes, position + 16));
    crc = times64(crc ^ d ^ word(bytes, position + 24));
    crc = times64(crc ^ e ^ word(bytes, position + 32));
    crc = times64(crc ^ f ^ word(bytes, position + 40));
    crc = times64(crc ^ g ^ word(bytes, position + 48));
    state = times64(crc ^ h ^ word(bytes, position + 56));
  }

  private static long word(byte[] bytes, int offset) {
    return (long) WORD.get(bytes, offset);
  }

  /** {@code word} · x⁵¹², without the bits that fall out at the end. */
  private static long times512Low(long word) {
    long product = word ^ (word >>> 8);
    return product ^ (product >>> 24);
  }

  /** The bits that {@link #times512Low} lets fall. */
  private static long times512High(long word) {
    return (word << 56) ^ (word << 40) ^ (word << 32);
  }

  /** {@code crc} · x⁶⁴. */
  private static long times64(long crc) {
    long fallen = (crc << 63) ^ (crc << 61) ^ (crc << 60);
    return fold(crc) ^ fold(fallen);
  }

  /** {@code bits} · (x⁴+x³+x+1), without the bits that fall out at the end. */
  private static long fold(long bits) {
    return bits ^ (bits >>> 1) ^ (bits >>> 3) ^ (bits >>> 4);
  }

  private static long multiply(long left, long right) {
    long product = 0;
    long shifted = right;
    for (int bit = Long.SIZE - 1; bit >= 0; bit--) {
      product ^= shifted & -((left >>> bit) & 1);
      shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
    }
    return product;
  }
}
