package dev.seseragi.ltx;

/**
 * The size of a database's pages.
 *
 * @param bytes a power of two from 512 to 65,536 (sqlite.org, fileformat2.html §1.3.2)
 */
public record PageSize(int bytes) {
  private static final int MIN_BYTES = 512;
  private static final int MAX_BYTES = 65_536;

  /** Where SQLite takes its locks; the page around this byte holds no data. */
  private static final int LOCK_BYTE = 0x4000_0000;

  /** Checks the range. */
  public PageSize {
    if (!isValid(bytes)) {
      throw new IllegalArgumentException(
          "a page size is a power of two from 512 to 65536, found " + bytes);
    }
  }

  /** Whether SQLite knows this page size. */
  public static boolean isValid(long bytes) {
    return bytes >= MIN_BYTES && bytes <= MAX_BYTES && Long.bitCount(bytes) == 1;
  }

  /** The number (from 1) of the page that SQLite reserves for locks; no segment ever holds it. */
  public int lockPage() {
    return LOCK_BYTE / bytes + 1;
  }

  /** Where page {@code pageNumber} (from 1) begins in the database file, in bytes. */
  public long offsetOf(int pageNumber) {
    return (pageNumber - 1L) * bytes;
  }

  /** How many bytes {@code pages} pages take. */
  public long bytesOf(int pages) {
    return (long) pages * bytes;
  }
}
