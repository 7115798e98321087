package dev.seseragi.engine.wal;

import dev.seseragi.ltx.PageSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The 32 bytes at the beginning of a write-ahead log.
 *
 * @param pageSize the size of the pages in the frames
 * @param salts which generation of the WAL this is
 * @param checksum the checksum of the header itself, with which the first frame's begins
 * @param isBigEndian the order in which checksums read their words
 */
public record WalHeader(
    PageSize pageSize, WalSalts salts, WalChecksum checksum, boolean isBigEndian) {
  /** How many bytes a header takes: the first frame begins there. */
  public static final int BYTES = 32;

  private static final int MAGIC_LITTLE_ENDIAN = 0x377f0682;
  private static final int MAGIC_BIG_ENDIAN = 0x377f0683;
  private static final int VERSION = 3_007_000;
  private static final int CHECKED_BYTES = 24;

  /**
   * Reads a header.
   *
   * @param bytes the first 32 bytes of the file
   * @return empty if they are no valid header (a WAL that was never written, or is being written)
   */
  public static Optional<WalHeader> parse(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    int magic = buffer.getInt(0);
    boolean isBigEndian = magic == MAGIC_BIG_ENDIAN;
    if ((!isBigEndian && magic != MAGIC_LITTLE_ENDIAN) || buffer.getInt(4) != VERSION) {
      return Optional.empty();
    }
    int pageSize = buffer.getInt(8);
    WalChecksum checksum = WalChecksum.ZERO.update(bytes, 0, CHECKED_BYTES, isBigEndian);
    WalChecksum stored = new WalChecksum(buffer.getInt(24), buffer.getInt(28));
    if (!PageSize.isValid(pageSize) || !checksum.equals(stored)) {
      return Optional.empty();
    }
    WalSalts salts = new WalSalts(buffer.getInt(16), buffer.getInt(20));
    return Optional.of(new WalHeader(new PageSize(pageSize), salts, checksum, isBigEndian));
  }

  /** How many bytes a frame takes: its header and one page. */
  public int frameBytes() {
    return WalFrame.HEADER_BYTES + pageSize.bytes();
  }

  /** Where frame {@code frame} (from 1) begins in the file. */
  public long offsetOf(long frame) {
    return BYTES + (frame - 1) * frameBytes();
  }

  /** The position before the first frame. */
  public WalPosition start() {
    return new WalPosition(salts, 0, checksum);
  }
}
