package dev.seseragi.ltx;

/**
 * What stands at the end of a segment.
 *
 * @param postApplyChecksum the checksum of the database after this segment; 0 when the segment
 *     carries none
 * @param fileChecksum the checksum of the segment itself; bit 63 is always set
 */
public record LtxTrailer(long postApplyChecksum, long fileChecksum) {
  /** How many bytes a trailer takes. */
  public static final int BYTES = 16;
}
