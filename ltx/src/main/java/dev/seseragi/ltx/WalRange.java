package dev.seseragi.ltx;

/**
 * The part of a write-ahead log that a level-0 segment was made from.
 *
 * @param offsetBytes where it begins in the {@code -wal} file (32 = behind the WAL's header); 0 if
 *     the segment does not say
 * @param sizeBytes how long it is; 0 if {@code offsetBytes} is 0
 * @param salt1 the first salt of the WAL's header, 0 if {@code offsetBytes} is 0
 * @param salt2 the second salt
 */
public record WalRange(long offsetBytes, long sizeBytes, int salt1, int salt2) {
  /** What compacted segments and snapshots carry. */
  public static final WalRange NONE = new WalRange(0, 0, 0, 0);

  /** Checks the rules of the format (docs/format/ltx.md). */
  public WalRange {
    boolean isNone = offsetBytes == 0;
    if (offsetBytes < 0 || sizeBytes < 0 || (isNone && (sizeBytes | salt1 | salt2) != 0)) {
      throw new IllegalArgumentException(
          "a WAL range needs an offset >= 0, a size >= 0, and size and salts 0 where the offset is"
              + " 0; found offset %d, size %d, salts %08x %08x"
                  .formatted(offsetBytes, sizeBytes, salt1, salt2));
    }
  }

  /** Where the range ends in the {@code -wal} file. */
  public long endBytes() {
    return offsetBytes + sizeBytes;
  }
}
