package dev.seseragi.ltx;

import java.io.IOException;

/** What follows a segment's page index: its size and the trailer. */
final class SegmentEnd {
  /** The end mark of the pages. */
  static final int END_MARK_BYTES = PageFrame.HEADER_BYTES;

  static final int INDEX_SIZE_BYTES = Long.BYTES;

  /** Size and trailer. */
  static final int BYTES = INDEX_SIZE_BYTES + LtxTrailer.BYTES;

  /** A segment without pages: its index is the end mark alone. */
  static final int SHORTEST_SEGMENT_BYTES = LtxHeader.BYTES + END_MARK_BYTES + 1 + BYTES;

  /** Set in every checksum that is there at all. */
  static final long CHECKSUM_PRESENT = 1L << 63;

  private SegmentEnd() {}

  /**
   * Reads size and trailer. Whether the file checksum is right is for the caller to see.
   *
   * @param crc takes in what the file checksum covers
   */
  static LtxTrailer read(SegmentInput input, LtxHeader header, long indexBytes, Crc64 crc)
      throws IOException {
    input.require(BYTES, "the index size and the trailer");
    byte[] buffer = input.buffer();
    long foundBytes = BigEndian.getLong(buffer, input.position());
    if (foundBytes != indexBytes) {
      throw input.damage(
          0,
          "expected a page index of %d bytes, found %s"
              .formatted(indexBytes, Long.toUnsignedString(foundBytes)));
    }
    long postApply = BigEndian.getLong(buffer, input.position() + INDEX_SIZE_BYTES);
    if (header.hasDatabaseChecksums() ? postApply >= 0 : postApply != 0) {
      throw input.damage(
          INDEX_SIZE_BYTES,
          "expected %s as post-apply checksum, found %016x"
              .formatted(header.hasDatabaseChecksums() ? "one with bit 63 set" : "0", postApply));
    }
    crc.update(buffer, input.position(), INDEX_SIZE_BYTES + Long.BYTES);
    long fileChecksum = BigEndian.getLong(buffer, input.position() + INDEX_SIZE_BYTES + Long.BYTES);
    input.skip(BYTES);
    return new LtxTrailer(postApply, fileChecksum);
  }

  /**
   * Checks the trailer against what was read.
   *
   * @param segment the segment's name and where its trailer begins
   * @param crc the CRC of all that the file checksum covers
   * @param pages the xor of the pages' checksums; without database checksums, anything
   * @throws LtxException if it does not agree
   */
  static void check(Place segment, LtxHeader header, LtxTrailer trailer, long crc, long pages) {
    long fileChecksum = crc | CHECKSUM_PRESENT;
    if (trailer.fileChecksum() != fileChecksum) {
      throw segment.damage(
          Long.BYTES,
          "the content has the file checksum %016x, but the trailer says %016x"
              .formatted(fileChecksum, trailer.fileChecksum()));
    }
    // Of a delta the checksum cannot be known: it needs the pages from before.
    boolean holdsAll = header.isSnapshot() || header.commitPages() == 0;
    if (header.hasDatabaseChecksums()
        && holdsAll
        && trailer.postApplyChecksum() != (pages | CHECKSUM_PRESENT)) {
      throw segment.damage(
          0,
          "the pages have the database checksum %016x, but the trailer says %016x"
              .formatted(pages | CHECKSUM_PRESENT, trailer.postApplyChecksum()));
    }
  }

  /** Where a trailer stands. */
  record Place(String segment, long offset) {
    LtxException damage(int ahead, String problem) {
      return new LtxException(segment, offset + ahead, problem);
    }
  }
}
