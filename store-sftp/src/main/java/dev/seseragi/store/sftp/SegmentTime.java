package dev.seseragi.store.sftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The exact time of a segment, of which its file's time has the whole seconds only. */
final class SegmentTime {
  /** How much of a segment must be read (docs/format/ltx.md, header). */
  static final int HEADER_BYTES = 100;

  private static final Pattern SEGMENT = Pattern.compile("(.*/)?[0-9a-f]{16}-[0-9a-f]{16}\\.ltx");
  private static final byte[] MAGIC = "LTX1".getBytes(StandardCharsets.US_ASCII);
  private static final int TIMESTAMP_OFFSET = 32;

  private SegmentTime() {}

  static boolean isSegment(String name) {
    return SEGMENT.matcher(name).matches();
  }

  /**
   * What the header says, if it is of the same second: the file's time alone counts where somebody
   * gave it another one.
   */
  static Instant of(Instant modified, byte[] header) {
    boolean isLtx =
        header.length >= HEADER_BYTES && Arrays.equals(Arrays.copyOf(header, MAGIC.length), MAGIC);
    if (!isLtx) {
      return modified;
    }
    Instant time = Instant.ofEpochMilli(ByteBuffer.wrap(header).getLong(TIMESTAMP_OFFSET));
    return time.getEpochSecond() == modified.getEpochSecond() ? time : modified;
  }
}
