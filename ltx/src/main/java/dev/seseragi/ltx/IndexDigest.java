package dev.seseragi.ltx;

/**
 * The bytes that a page index must have, as their length and CRC: comparing them with the bytes
 * that are there takes no memory, however many pages there are. Not thread-safe.
 */
final class IndexDigest {
  private static final byte[] END = {0};

  private final byte[] entry = new byte[3 * Leb128.MAX_BYTES];
  private final Crc64 crc;
  private long bytes;

  /** Hashes into {@code crc}. */
  IndexDigest(Crc64 crc) {
    this.crc = crc;
  }

  /** Takes in a page's entry. */
  void add(int pageNumber, long offset, long length) {
    int end = Leb128.put(entry, 0, pageNumber);
    end = Leb128.put(entry, end, offset);
    end = Leb128.put(entry, end, length);
    crc.update(entry, 0, end);
    bytes += end;
  }

  /** Takes in the byte behind the last entry. */
  void end() {
    crc.update(END, 0, END.length);
    bytes += END.length;
  }

  long bytes() {
    return bytes;
  }

  long crc() {
    return crc.value();
  }
}
