package dev.seseragi.ltx;

/**
 * The checksum of a whole database: the xor of its pages' checksums, each the CRC of page number
 * and page. Only segments with database checksums have it; Litestream and Seseragi write none.
 */
final class DatabaseChecksum {
  private final Crc64 crc = new Crc64();
  private final byte[] number = new byte[Integer.BYTES];
  private long pages;

  /** Takes in a page. */
  void add(int pageNumber, byte[] page, int offset, int length) {
    BigEndian.putInt(number, 0, pageNumber);
    crc.reset();
    crc.update(number, 0, number.length);
    crc.update(page, offset, length);
    pages ^= crc.value();
  }

  /** The xor of all pages so far, without the bit that marks a checksum as present. */
  long pages() {
    return pages;
  }
}
