package dev.seseragi.ltx;

import java.io.IOException;
import java.time.Instant;

/**
 * A segment's first 100 bytes (docs/format/ltx.md). What is not exactly as the format says is
 * refused, so a header has one form in bytes and reading it back gives the same bytes.
 */
final class HeaderBytes {
  private static final int MAGIC = 0x4c545831; // "LTX1"
  private static final int FLAG_NO_CHECKSUM = 1 << 1;

  private static final int FLAGS_AT = 4;
  private static final int PAGE_SIZE_AT = 8;
  private static final int COMMIT_AT = 12;
  private static final int MIN_TXID_AT = 16;
  private static final int MAX_TXID_AT = 24;
  private static final int TIMESTAMP_AT = 32;
  private static final int PRE_APPLY_AT = 40;
  private static final int WAL_OFFSET_AT = 48;
  private static final int WAL_SIZE_AT = 56;
  private static final int WAL_SALT_1_AT = 64;
  private static final int WAL_SALT_2_AT = 68;
  private static final int NODE_ID_AT = 72;
  private static final int UNUSED_AT = 80;

  private HeaderBytes() {}

  /** The header's 100 bytes. */
  static byte[] of(LtxHeader header) {
    byte[] bytes = new byte[LtxHeader.BYTES];
    BigEndian.putInt(bytes, 0, MAGIC);
    int flags = header.hasDatabaseChecksums() ? 0 : FLAG_NO_CHECKSUM;
    BigEndian.putInt(bytes, FLAGS_AT, flags);
    BigEndian.putInt(bytes, PAGE_SIZE_AT, header.pageSize().bytes());
    BigEndian.putInt(bytes, COMMIT_AT, header.commitPages());
    BigEndian.putLong(bytes, MIN_TXID_AT, header.range().min().value());
    BigEndian.putLong(bytes, MAX_TXID_AT, header.range().max().value());
    BigEndian.putLong(bytes, TIMESTAMP_AT, header.timestamp().toEpochMilli());
    BigEndian.putLong(bytes, PRE_APPLY_AT, header.preApplyChecksum());
    BigEndian.putLong(bytes, WAL_OFFSET_AT, header.wal().offsetBytes());
    BigEndian.putLong(bytes, WAL_SIZE_AT, header.wal().sizeBytes());
    BigEndian.putInt(bytes, WAL_SALT_1_AT, header.wal().salt1());
    BigEndian.putInt(bytes, WAL_SALT_2_AT, header.wal().salt2());
    BigEndian.putLong(bytes, NODE_ID_AT, header.nodeId());
    return bytes;
  }

  /** Reads the header at the beginning of {@code input} and goes on behind it. */
  static LtxHeader read(SegmentInput input) throws IOException {
    input.require(LtxHeader.BYTES, "the header");
    PageSize pageSize = checkPageSize(input);
    boolean hasDatabaseChecksums = (intAt(input, FLAGS_AT) & FLAG_NO_CHECKSUM) == 0;
    TxidRange range = checkRange(input);
    LtxHeader header =
        new LtxHeader(
            pageSize,
            checkCommit(input, hasDatabaseChecksums),
            range,
            Instant.ofEpochMilli(longAt(input, TIMESTAMP_AT)),
            checkPreApply(input, hasDatabaseChecksums && range.min().value() > 1),
            checkWal(input),
            longAt(input, NODE_ID_AT),
            hasDatabaseChecksums);
    checkUnused(input);
    input.skip(LtxHeader.BYTES);
    return header;
  }

  private static PageSize checkPageSize(SegmentInput input) {
    int magic = intAt(input, 0);
    if (magic != MAGIC) {
      throw input.damage(
          0, "expected \"LTX1\" (4c545831), found %08x: not a segment".formatted(magic));
    }
    int flags = intAt(input, FLAGS_AT);
    if ((flags & ~FLAG_NO_CHECKSUM) != 0) {
      throw input.damage(
          FLAGS_AT, "expected flags 00000000 or 00000002, found %08x".formatted(flags));
    }
    long pageSize = Integer.toUnsignedLong(intAt(input, PAGE_SIZE_AT));
    if (!PageSize.isValid(pageSize)) {
      throw input.damage(
          PAGE_SIZE_AT,
          "expected as page size a power of two from 512 to 65536, found " + pageSize);
    }
    return new PageSize((int) pageSize);
  }

  private static int checkCommit(SegmentInput input, boolean hasDatabaseChecksums) {
    int commit = intAt(input, COMMIT_AT);
    if (commit < 0) {
      throw input.damage(
          COMMIT_AT,
          "expected at most 2147483647 pages, found " + Integer.toUnsignedString(commit));
    }
    if (commit == 0 && !hasDatabaseChecksums) {
      throw input.damage(COMMIT_AT, "a database of 0 pages needs database checksums, found none");
    }
    return commit;
  }

  private static TxidRange checkRange(SegmentInput input) {
    long min = longAt(input, MIN_TXID_AT);
    long max = longAt(input, MAX_TXID_AT);
    if (min < 1) {
      throw input.damage(
          MIN_TXID_AT,
          "expected a min TXID of 1 or more, below 2^63, found " + Long.toUnsignedString(min));
    }
    if (max < min) {
      throw input.damage(
          MAX_TXID_AT, "expected a max TXID not before the min %x, found %x".formatted(min, max));
    }
    return new TxidRange(new Txid(min), new Txid(max));
  }

  private static long checkPreApply(SegmentInput input, boolean isNeeded) {
    long checksum = longAt(input, PRE_APPLY_AT);
    if (isNeeded ? checksum >= 0 : checksum != 0) {
      throw input.damage(
          PRE_APPLY_AT,
          "expected %s as pre-apply checksum, found %016x"
              .formatted(isNeeded ? "one with bit 63 set" : "0", checksum));
    }
    return checksum;
  }

  private static WalRange checkWal(SegmentInput input) {
    long offset = longAt(input, WAL_OFFSET_AT);
    long size = longAt(input, WAL_SIZE_AT);
    int salt1 = intAt(input, WAL_SALT_1_AT);
    int salt2 = intAt(input, WAL_SALT_2_AT);
    if (offset < 0) {
      throw input.damage(WAL_OFFSET_AT, "expected a WAL offset of 0 or more, found " + offset);
    }
    if (size < 0 || (offset == 0 && size != 0)) {
      throw input.damage(
          WAL_SIZE_AT,
          "expected a WAL size of 0 or more, and 0 where the offset is 0; found offset %d, size %d"
              .formatted(offset, size));
    }
    if (offset == 0 && (salt1 | salt2) != 0) {
      throw input.damage(
          salt1 != 0 ? WAL_SALT_1_AT : WAL_SALT_2_AT,
          "expected WAL salts 0 where the WAL offset is 0, found %08x %08x"
              .formatted(salt1, salt2));
    }
    return new WalRange(offset, size, salt1, salt2);
  }

  private static void checkUnused(SegmentInput input) {
    for (int i = UNUSED_AT; i < LtxHeader.BYTES; i++) {
      byte found = input.buffer()[input.position() + i];
      if (found != 0) {
        throw input.damage(i, "expected 0 in the unused bytes, found %02x".formatted(found));
      }
    }
  }

  private static int intAt(SegmentInput input, int fieldOffset) {
    return BigEndian.getInt(input.buffer(), input.position() + fieldOffset);
  }

  private static long longAt(SegmentInput input, int fieldOffset) {
    return BigEndian.getLong(input.buffer(), input.position() + fieldOffset);
  }
}
