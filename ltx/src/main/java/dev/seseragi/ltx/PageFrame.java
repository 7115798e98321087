package dev.seseragi.ltx;

/** The form in which a page stands in a segment (docs/format/ltx.md). */
final class PageFrame {
  /** Page number and flags; all zero at the end of the pages. */
  static final int HEADER_BYTES = 6;

  static final int FLAGS_AT = 4;

  /** The flag of {@link PageFormat#BLOCK}; no other is known. */
  static final int FLAG_BLOCK = 1;

  /** In block format, the header with the length of the LZ4 block behind it. */
  static final int BLOCK_HEADER_BYTES = HEADER_BYTES + Integer.BYTES;

  private PageFrame() {}

  /**
   * The most that a page may take, its header included. Twice the page is more than any encoder
   * needs, and keeps a hostile frame of very many tiny blocks from going on for ever.
   */
  static int maxBytes(PageSize pageSize) {
    return 2 * pageSize.bytes() + 64;
  }

  /** The least that a page can take: LZ4 makes at most 255 bytes out of one. */
  static int minBytes(PageSize pageSize) {
    return BLOCK_HEADER_BYTES + pageSize.bytes() / 255;
  }
}
