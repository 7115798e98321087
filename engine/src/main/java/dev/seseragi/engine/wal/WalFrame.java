package dev.seseragi.engine.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One frame of a WAL, in an array that holds its 24-byte header and its page.
 *
 * <p>A view, so that a scan allocates nothing for each of millions of frames.
 */
public final class WalFrame {
  /** How many bytes stand before a frame's page. */
  public static final int HEADER_BYTES = 24;

  private static final int CHECKED_HEADER_BYTES = 8;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private WalFrame() {}

  /** The number (from 1) of the page that the frame holds. */
  public static int pageNumber(byte[] frame, int offset) {
    return (int) INT.get(frame, offset);
  }

  /** The size of the database in pages if the frame ends a commit, else 0. */
  public static int commitPages(byte[] frame, int offset) {
    return (int) INT.get(frame, offset + 4);
  }

  /** Whether the frame belongs to the generation {@code salts}. */
  public static boolean hasSalts(byte[] frame, int offset, WalSalts salts) {
    return (int) INT.get(frame, offset + 8) == salts.salt1()
        && (int) INT.get(frame, offset + 12) == salts.salt2();
  }

  /** Whether the checksum that the frame carries is {@code expected}. */
  public static boolean hasChecksum(byte[] frame, int offset, WalChecksum expected) {
    // Not by the record's equals: without the optimising compiler that is slow, for each frame.
    return (int) INT.get(frame, offset + 16) == expected.sum1()
        && (int) INT.get(frame, offset + 20) == expected.sum2();
  }

  /** The checksum that the frame carries. */
  public static WalChecksum storedChecksum(byte[] frame, int offset) {
    return new WalChecksum((int) INT.get(frame, offset + 16), (int) INT.get(frame, offset + 20));
  }

  /** The running checksum after this frame, given the one before it. */
  public static WalChecksum checksumAfter(
      WalChecksum before, byte[] frame, int offset, WalHeader header) {
    boolean isBigEndian = header.isBigEndian();
    return before
        .update(frame, offset, CHECKED_HEADER_BYTES, isBigEndian)
        .update(frame, offset + HEADER_BYTES, header.pageSize().bytes(), isBigEndian);
  }
}
