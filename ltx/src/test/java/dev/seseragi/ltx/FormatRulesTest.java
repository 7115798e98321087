package dev.seseragi.ltx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.ltx.Segment.Page;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segments whose checksums are right and that break one rule of the format. */
final class FormatRulesTest {
  private static final PageSize SMALL = new PageSize(512);
  private static final LtxHeader DELTA = SamplePages.delta(SMALL, 10);
  private static final LtxHeader SNAPSHOT = SamplePages.snapshot(SMALL, 3);
  private static final Page PAGE = SamplePages.page(SMALL, new Random(5));
  private static final Page OTHER = SamplePages.page(SMALL, new Random(6));

  @ParameterizedTest
  @CsvSource({
    "0, 4, 0x4c545832, expected \"LTX1\"",
    "4, 4, 3, expected flags",
    "4, 4, 0x80000002, expected flags",
    "8, 4, 0, page size",
    "8, 4, 256, page size",
    "8, 4, 513, page size",
    "8, 4, 1, page size",
    "8, 4, 131072, page size",
    "12, 4, 0x80000000, at most 2147483647 pages",
    "12, 4, 0, needs database checksums",
    "16, 8, 0, min TXID",
    "16, 8, -1, min TXID",
    "24, 8, 1, max TXID",
    "24, 8, -9223372036854775808, max TXID",
    "40, 8, 1, pre-apply",
    "40, 8, -1, pre-apply",
    "48, 8, -1, WAL offset",
    "48, 8, 0, WAL size",
    "56, 8, -1, WAL size",
    "80, 1, 1, unused",
    "99, 1, 255, unused",
  })
  void aHeaderFieldOutOfRangeIsNamed(int offset, int bytes, String value, String problem) {
    byte[] segment =
        RawSegment.withField(DELTA, offset, Long.decode(value), bytes).block(2, PAGE).end();
    int place = problem.equals("WAL size") ? 56 : offset;
    assertDamage(segment, place, problem);
  }

  @Test
  void saltsNeedAWalOffset() {
    byte[] salt1 = RawSegment.withField(SNAPSHOT, 64, 1, 4).end();
    byte[] salt2 = RawSegment.withField(SNAPSHOT, 68, 1, 4).end();
    assertDamage(salt1, 64, "WAL salts");
    assertDamage(salt2, 68, "WAL salts");
  }

  @Test
  void whatABuilderOfSegmentsMakesIsRightWhenNoRuleIsBroken() {
    byte[] bytes = new RawSegment(DELTA).block(2, PAGE).block(9, OTHER).end();
    assertThat(Segment.decode(bytes).pages()).containsEntry(2, PAGE).containsEntry(9, OTHER);
  }

  @Test
  void pagesAscend() {
    assertPageDamage(new RawSegment(DELTA).block(5, PAGE).block(4, OTHER), "found page 4");
    assertPageDamage(new RawSegment(DELTA).block(5, PAGE).block(5, OTHER), "found page 5");
  }

  @Test
  void noPageLiesBehindTheDatabasesEnd() {
    assertPageDamage(new RawSegment(DELTA).block(11, PAGE), "page 11 in a database of 10 pages");
    assertPageDamage(new RawSegment(DELTA).block(-1, PAGE), "page 4294967295 in a database of 10");
  }

  @Test
  void noSegmentHoldsTheLockPage() {
    PageSize large = new PageSize(65_536);
    Page page = new Page(new byte[65_536]);
    assertPageDamage(
        new RawSegment(SamplePages.delta(large, 20_000)).block(16_385, page), "the lock page");
  }

  @Test
  void aSegmentFromTxid1HoldsEveryPage() {
    assertPageDamage(new RawSegment(SNAPSHOT).block(2, PAGE), "expected page 1");
    assertPageDamage(new RawSegment(SNAPSHOT).block(1, PAGE).block(3, PAGE), "expected page 2");
    assertPageDamage(new RawSegment(SNAPSHOT).block(1, PAGE).block(2, PAGE), "holds all 3");
    assertPageDamage(new RawSegment(SNAPSHOT), "holds all 3");
  }

  @Test
  void pageFlagsOtherThanBlockAreUnknown() {
    byte[] block = compress(PAGE);
    RawSegment segment = new RawSegment(DELTA).block(2, 3, block.length, block, PAGE);
    assertDamage(segment.end(), 104, "flags of page 2");
  }

  @Test
  void theEndMarkHasNoFlags() {
    RawSegment segment = new RawSegment(DELTA).block(0, 1, 0, new byte[0], new Page(new byte[0]));
    assertDamage(segment.end(), 104, "flags of page 0");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "-2147483648", "531", "4194304", "2147483647"})
  void aBlocksLengthIsThatOfOnePageAtMost(int length) {
    RawSegment segment = new RawSegment(DELTA).block(2, 1, length, compress(PAGE), PAGE);
    assertDamage(segment.end(), 106, "LZ4 block of 1 to 530 bytes");
  }

  @Test
  void aBlockHoldsExactlyOnePage() {
    Page longer = new Page(new byte[513]);
    Page shorter = new Page(new byte[511]);
    assertDamage(new RawSegment(DELTA).block(2, longer).end(), 110, "LZ4 block");
    assertDamage(
        new RawSegment(DELTA).block(2, shorter).end(), 110, "a page of 512 bytes, found 511");
  }

  @Test
  void theIndexAgreesWithThePages() {
    int length = compress(PAGE).length + 10;
    byte[] right = {2, 100, (byte) ((length & 0x7f) | 0x80), (byte) (length >> 7), 0};
    if (length < 128) {
      right = new byte[] {2, 100, (byte) length, 0};
    }
    assertThat(Segment.decode(new RawSegment(DELTA).block(2, PAGE).end(right)).pages()).hasSize(1);
    for (int i = 0; i < right.length - 1; i++) {
      byte[] wrong = right.clone();
      wrong[i] ^= 1;
      assertThatThrownBy(() -> Segment.decode(new RawSegment(DELTA).block(2, PAGE).end(wrong)))
          .isInstanceOf(LtxException.class)
          .hasMessageContaining("page index");
    }
  }

  @Test
  void theIndexHasItsSizeBehindIt() {
    byte[] empty = {0};
    assertDamage(new RawSegment(DELTA).end(empty, 2), 107, "page index of 1 bytes, found 2");
    assertDamage(
        new RawSegment(DELTA).end(empty, -1),
        107,
        "page index of 1 bytes, found 18446744073709551615");
  }

  @Test
  void nothingFollowsTheTrailer() {
    byte[] bytes = new RawSegment(DELTA).end();
    assertDamage(Arrays.copyOf(bytes, bytes.length + 1), 131, "found more bytes");
  }

  @Test
  void withoutDatabaseChecksumsThereIsNoPostApplyChecksum() {
    assertDamage(new RawSegment(DELTA).postApply(1L << 63).end(), 115, "post-apply");
  }

  @Test
  void aSegmentThatEndsEarlySaysWithinWhatItEnds() {
    byte[] bytes = new RawSegment(DELTA).block(2, PAGE).end();
    assertDamage(Arrays.copyOf(bytes, 57), 57, "ends within the header, after 57 of its 100 bytes");
    assertDamage(Arrays.copyOf(bytes, 108), 108, "ends within a page's header, after 8 of its 10");
    assertDamage(Arrays.copyOf(bytes, 112), 112, "ends within a page's LZ4 block, after 2 of its");
    assertDamage(new byte[0], 0, "ends within the header, after 0 of its 100 bytes");
  }

  @Test
  void aSnapshotsDatabaseChecksumIsThatOfItsPages() {
    long right = (checksum(1, PAGE) ^ checksum(2, OTHER)) | (1L << 63);
    RawSegment good =
        new RawSegment(checked(1, 2, 0)).block(1, PAGE).block(2, OTHER).postApply(right);
    assertThat(Segment.decode(good.end()).trailer().postApplyChecksum()).isEqualTo(right);
    RawSegment bad =
        new RawSegment(checked(1, 2, 0)).block(1, PAGE).block(2, OTHER).postApply(right ^ 1);
    assertThatThrownBy(() -> Segment.decode(bad.end()))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining("database checksum");
  }

  @Test
  void aDeltasDatabaseChecksumIsTakenAsItIs() {
    LtxHeader header = checked(2, 2, (1L << 63) | 5);
    RawSegment segment = new RawSegment(header).block(2, PAGE).postApply((1L << 63) | 7);
    assertThat(Segment.decode(segment.end()).header()).isEqualTo(header);
    assertDamage(
        RawSegment.withField(header, 40, 5, 8).block(2, PAGE).end(), 40, "one with bit 63 set");
  }

  @Test
  void aPostApplyChecksumHasBit63() {
    byte[] bytes = new RawSegment(checked(2, 2, -1)).postApply(7).end();
    assertDamage(bytes, 115, "one with bit 63 set");
  }

  @Test
  void aDatabaseOfNoPagesHasTheChecksumOfNothing() {
    byte[] right = new RawSegment(checked(2, 0, -1)).postApply(1L << 63).end();
    assertThat(Segment.decode(right).header().commitPages()).isZero();
    byte[] wrong = new RawSegment(checked(2, 0, -1)).postApply((1L << 63) | 1).end();
    assertDamage(wrong, 115, "database checksum");
  }

  private static LtxHeader checked(long minTxid, int commit, long preApply) {
    TxidRange range = new TxidRange(new Txid(minTxid), new Txid(9));
    return new LtxHeader(SMALL, commit, range, Instant.EPOCH, preApply, WalRange.NONE, 0, true);
  }

  private static long checksum(int pageNumber, Page page) {
    byte[] number = new byte[4];
    BigEndian.putInt(number, 0, pageNumber);
    Crc64 crc = new Crc64();
    crc.update(number, 0, 4);
    crc.update(page.bytes(), 0, page.bytes().length);
    return crc.value();
  }

  private static byte[] compress(Page page) {
    return LZ4Factory.safeInstance().fastCompressor().compress(page.bytes());
  }

  private static void assertPageDamage(RawSegment segment, String problem) {
    byte[] bytes = segment.end();
    assertThatThrownBy(() -> Segment.decode(bytes))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining(problem);
    assertThatThrownBy(() -> PageIndexTest.read(bytes))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("page index");
  }

  private static void assertDamage(byte[] bytes, long offset, String problem) {
    assertThatThrownBy(() -> Segment.decode(bytes))
        .isInstanceOfSatisfying(
            LtxException.class, e -> assertThat(e.offsetBytes()).isEqualTo(offset))
        .hasMessageContaining(problem);
  }
}
