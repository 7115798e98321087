package dev.seseragi.engine.fence;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The id of a writer, which stands in the NodeID of every segment it creates: the upper 32 bits are
 * its epoch, the lower 32 are random. Never 0, which genuine Litestream writes.
 */
public record WriterId(long value) {
  private static final int EPOCH_SHIFT = 32;

  /** Refuses 0. */
  public WriterId {
    if (value == 0) {
      throw new IllegalArgumentException("a writer id is not 0");
    }
  }

  /** A new id, one epoch later than the writer of the tail (0 if Litestream or nobody wrote it). */
  public static WriterId after(long tailNodeId, RandomGenerator random) {
    long epoch = (tailNodeId >>> EPOCH_SHIFT) + 1;
    return new WriterId(epoch << EPOCH_SHIFT | Integer.toUnsignedLong(random.nextInt()));
  }

  /** How many writers there were before, at least. */
  public long epoch() {
    return value >>> EPOCH_SHIFT;
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
