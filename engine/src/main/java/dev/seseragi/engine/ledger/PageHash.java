package dev.seseragi.engine.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit hash of a page: XXH64 (xxHash specification 0.1.1) with seed 0, for lengths that are
 * multiples of 32, as all page sizes are. 0 is never returned: it marks a page that was never
 * written.
 */
public final class PageHash {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_1_PLUS_2 = 0x60EA27EEADC0B5D6L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private PageHash() {}

  /** Hashes {@code length} bytes, a multiple of 32. */
  public static long of(byte[] page, int offset, int length) {
    long v1 = PRIME_1_PLUS_2;
    long v2 = PRIME_2;
    long v3 = 0;
    long v4 = -PRIME_1;
    for (int at = offset; at < offset + length; at += 32) {
      v1 = round(v1, (long) LONG.get(page, at));
      v2 = round(v2, (long) LONG.get(page, at + 8));
      v3 = round(v3, (long) LONG.get(page, at + 16));
      v4 = round(v4, (long) LONG.get(page, at + 24));
    }
    long hash =
        Long.rotateLeft(v1, 1)
            + Long.rotateLeft(v2, 7)
            + Long.rotateLeft(v3, 12)
            + Long.rotateLeft(v4, 18);
    hash = merge(merge(merge(merge(hash, v1), v2), v3), v4);
    hash = avalanche(hash + length);
    return hash == 0 ? 1 : hash;
  }

  /**
   * What page {@code pageNumber} adds to the sum over a whole database; 0 for a page never written.
   */
  static long weight(int pageNumber, long hash) {
    return hash == 0 ? 0 : avalanche(hash + pageNumber * PRIME_3);
  }

  private static long round(long value, long lane) {
    return Long.rotateLeft(value + lane * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long value) {
    return (hash ^ round(0, value)) * PRIME_1 + PRIME_4;
  }

  private static long avalanche(long hash) {
    long h = (hash ^ hash >>> 33) * PRIME_2;
    h = (h ^ h >>> 29) * PRIME_3;
    return h ^ h >>> 32;
  }
}
