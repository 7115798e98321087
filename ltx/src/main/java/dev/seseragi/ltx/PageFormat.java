package dev.seseragi.ltx;

/** The two ways in which a segment's pages are compressed. Readers accept both in one file. */
public enum PageFormat {
  /** One LZ4 block a page, with its length before it: read by Litestream from 0.5.16 on. */
  BLOCK,

  /** One complete LZ4 frame a page: read by every Litestream 0.5. */
  FRAME
}
