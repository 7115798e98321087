package dev.seseragi.ltx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.ltx.Segment.Page;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RoundTripTest {
  private static final PageSize LARGEST = new PageSize(65_536);

  @Provide
  Arbitrary<PageSize> pageSizes() {
    return Arbitraries.of(512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536).map(PageSize::new);
  }

  @Property(tries = 150)
  void aSnapshotComesBackAsItWasWritten(
      @ForAll("pageSizes") PageSize pageSize,
      @ForAll PageFormat format,
      @ForAll @IntRange(min = 1, max = 12) int commit,
      @ForAll long seed)
      throws IOException {
    checkRoundTrip(
        SamplePages.snapshot(pageSize, commit), format, SamplePages.all(pageSize, commit, seed));
  }

  @Property(tries = 150)
  void aDeltaComesBackAsItWasWritten(
      @ForAll("pageSizes") PageSize pageSize,
      @ForAll PageFormat format,
      @ForAll @IntRange(min = 1) int commit,
      @ForAll @IntRange(max = 8) int pages,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    SortedMap<Integer, Page> changed = new TreeMap<>();
    for (int i = 0; i < pages; i++) {
      int pageNumber = 1 + random.nextInt(commit);
      if (pageNumber != pageSize.lockPage()) {
        changed.put(pageNumber, SamplePages.page(pageSize, random));
      }
    }
    checkRoundTrip(SamplePages.delta(pageSize, commit), format, changed);
  }

  @Property(tries = 200)
  void everyHeaderComesBackAsItWasWritten(
      @ForAll @IntRange(min = 1) int commit,
      @ForAll long min,
      @ForAll long max,
      @ForAll long millis,
      @ForAll long walOffset,
      @ForAll long walSize,
      @ForAll int salt,
      @ForAll long nodeId) {
    long first = Math.max(2, Math.min(min & Long.MAX_VALUE, max & Long.MAX_VALUE));
    long last = Math.max(first, Math.max(min & Long.MAX_VALUE, max & Long.MAX_VALUE));
    long offset = walOffset & Long.MAX_VALUE;
    WalRange wal =
        offset == 0
            ? WalRange.NONE
            : new WalRange(offset, walSize & Long.MAX_VALUE, salt, salt ^ commit);
    LtxHeader header =
        LtxHeader.of(
            new PageSize(512),
            commit,
            new TxidRange(new Txid(first), new Txid(last)),
            Instant.ofEpochMilli(millis),
            wal,
            nodeId);
    byte[] bytes = Segment.encode(header, PageFormat.BLOCK, new TreeMap<>());
    assertThat(Segment.decode(bytes).header()).isEqualTo(header);
  }

  @Test
  void aFenceHas131BytesAndNoPage() {
    byte[] fence =
        Segment.encode(SamplePages.delta(new PageSize(4096), 3), PageFormat.BLOCK, new TreeMap<>());
    assertThat(fence).hasSize(131);
    assertThat(Segment.decode(fence).pages()).isEmpty();
  }

  @Test
  void aTimeIsCutToMilliseconds() {
    LtxHeader header =
        LtxHeader.of(
            new PageSize(512),
            1,
            TxidRange.of(new Txid(2)),
            SamplePages.TIME.plusNanos(999_999),
            WalRange.NONE,
            0);
    assertThat(header.timestamp()).isEqualTo(SamplePages.TIME);
  }

  @Test
  void theSamePagesGiveTheSameBytes() {
    PageSize pageSize = new PageSize(1024);
    LtxHeader header = SamplePages.snapshot(pageSize, 40);
    byte[] once = Segment.encode(header, PageFormat.BLOCK, SamplePages.all(pageSize, 40, 5));
    byte[] again = Segment.encode(header, PageFormat.BLOCK, SamplePages.all(pageSize, 40, 5));
    assertThat(again).isEqualTo(once);
  }

  @Test
  void pagesAreTakenFromAndPutToAnyPlaceInAnArray() throws IOException {
    PageSize pageSize = new PageSize(512);
    byte[] memory = new byte[2000];
    new Random(3).nextBytes(memory);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxEncoder encoder = new LtxEncoder(out, SamplePages.snapshot(pageSize, 1), PageFormat.BLOCK);
    encoder.writePage(1, memory, 777);
    encoder.finish();
    byte[] read = new byte[2000];
    LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(out.toByteArray()), "s");
    assertThat(decoder.nextPage(read, 1000)).isEqualTo(1);
    assertThat(Arrays.copyOfRange(read, 1000, 1512))
        .isEqualTo(Arrays.copyOfRange(memory, 777, 1289));
    assertThat(read[999]).isZero();
    assertThat(read[1512]).isZero();
  }

  @Test
  void pagesOnBothSidesOfTheLockPageFollowEachOther() throws IOException {
    int lockPage = LARGEST.lockPage();
    SortedMap<Integer, Page> pages = new TreeMap<>();
    pages.put(lockPage - 1, SamplePages.page(LARGEST, new Random(1)));
    pages.put(lockPage + 1, SamplePages.page(LARGEST, new Random(2)));
    for (PageFormat format : PageFormat.values()) {
      checkRoundTrip(SamplePages.delta(LARGEST, lockPage + 5), format, pages);
    }
  }

  @Test
  void aSnapshotOfAGigabyteLeavesTheLockPageOut() throws IOException {
    int commit = LARGEST.lockPage() + 2;
    byte[] page = new byte[LARGEST.bytes()];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxEncoder encoder =
        new LtxEncoder(out, SamplePages.snapshot(LARGEST, commit), PageFormat.BLOCK);
    for (int n = 1; n <= commit; n++) {
      if (n != LARGEST.lockPage()) {
        encoder.writePage(n, page, 0);
      }
    }
    LtxTrailer trailer = encoder.finish();
    assertThat(encoder.bytesWritten()).isEqualTo(out.size());
    LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(out.toByteArray()), "s");
    int pages = 0;
    while (decoder.nextPage(page, 0) != 0) {
      pages++;
    }
    assertThat(pages).isEqualTo(commit - 1);
    assertThat(decoder.trailer()).isEqualTo(trailer);
  }

  @Test
  void aDatabaseThatEndsWithTheLockPageIsWholeWithoutIt() throws IOException {
    PageOrder order = new PageOrder(SamplePages.snapshot(LARGEST, LARGEST.lockPage()));
    for (int n = 1; n < LARGEST.lockPage(); n++) {
      assertThat(order.next(n)).isNull();
    }
    assertThat(order.end()).isNull();
  }

  private static void checkRoundTrip(
      LtxHeader header, PageFormat format, SortedMap<Integer, Page> pages) throws IOException {
    byte[] bytes = Segment.encode(header, format, pages);
    Segment segment = Segment.decode(bytes);
    assertThat(segment.header()).isEqualTo(header);
    assertThat(segment.pages()).isEqualTo(pages);
    PageIndex index = PageIndex.read("s", header, bytes.length, Segment.ranges(bytes));
    assertThat(Slices.readAll(bytes, index, 2)).isEqualTo(pages);
    for (int pageNumber : pages.keySet()) {
      assertThat(index.pageNumber(index.find(pageNumber))).isEqualTo(pageNumber);
    }
    assertThatThrownBy(() -> index.pageNumber(index.count()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
