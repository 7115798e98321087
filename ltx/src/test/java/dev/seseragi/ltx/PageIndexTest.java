package dev.seseragi.ltx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.ltx.Segment.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PageIndexTest {
  private static final PageSize SMALL = new PageSize(512);

  @Test
  void aShortIndexTakesOneReadAndALongOneTwo() throws IOException {
    assertThat(reads(100)).isEqualTo(1);
    assertThat(reads(20_000)).isEqualTo(2);
  }

  @Test
  void aPageIsFoundByItsNumber() throws IOException {
    SortedMap<Integer, Page> pages = new TreeMap<>(SamplePages.all(SMALL, 9, 4));
    pages.remove(3);
    byte[] bytes = Segment.encode(SamplePages.delta(SMALL, 12), PageFormat.BLOCK, pages);
    PageIndex index = read(bytes);
    assertThat(index.count()).isEqualTo(8);
    assertThat(index.find(3)).isEqualTo(-1);
    assertThat(index.find(10)).isEqualTo(-1);
    SortedMap<Integer, Page> found = new TreeMap<>();
    int entry = index.find(7);
    Slices.read(bytes, index, entry, entry + 1, found);
    assertThat(found).containsOnly(Map.entry(7, Objects.requireNonNull(pages.get(7))));
  }

  @Test
  void entriesLieSideBySideFromTheHeaderToTheEndMark() throws IOException {
    byte[] bytes =
        Segment.encode(
            SamplePages.snapshot(SMALL, 30), PageFormat.FRAME, SamplePages.all(SMALL, 30, 8));
    PageIndex index = read(bytes);
    long end = 100;
    for (int entry = 0; entry < index.count(); entry++) {
      assertThat(index.offset(entry)).isEqualTo(end);
      end += index.length(entry);
    }
    assertThat(BigEndian.getInt(bytes, (int) end)).isZero();
  }

  @Test
  void aSegmentThatIsShorterThanItsListingSaysIsDamaged() throws IOException {
    byte[] bytes = sample(20);
    LtxHeader header = Segment.decode(bytes).header();
    assertThatThrownBy(() -> PageIndex.read("s", header, bytes.length + 5, Segment.ranges(bytes)))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining(
            "ends after %d of %d bytes".formatted(bytes.length, bytes.length + 5));
    assertThatThrownBy(() -> PageIndex.read("s", header, 130, Segment.ranges(bytes)))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining("the shortest one has 131");
  }

  @Test
  void aStoreThatFailsIsNoDamage() {
    LtxHeader header = SamplePages.delta(SMALL, 5);
    assertThatThrownBy(() ->
            PageIndex.read(
                "s",
                header,
                5000,
                (offset, length) -> {
                  throw new IOException("no route");
                }))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("no route");
  }

  @Test
  void anIndexOfMoreThanTheSegmentIsRefusedBeforeItIsRead() {
    for (long size : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1 << 20}) {
      byte[] bytes = new RawSegment(SamplePages.delta(SMALL, 5)).end(new byte[] {0}, size);
      assertThatThrownBy(() -> read(bytes))
          .isInstanceOf(LtxException.class)
          .hasMessageContaining("expected a page index of 1 to 1 bytes, found one of ");
    }
  }

  @Test
  void entriesThatNoSegmentCanHaveAreRefused() {
    assertIndexDamage("varint below 2^63", 1, 0xff, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0);
    assertIndexDamage("shortest form", 0x81, 0x00, 100, 20, 0);
    assertIndexDamage("next page at byte 100", 1, 99, 20, 0);
    assertIndexDamage("a page of 12 to 1088 bytes", 1, 100, 11, 0);
    assertIndexDamage("a page of 12 to 1088 bytes", 1, 100, 0xff, 0xff, 3, 0);
    assertIndexDamage("pages to end at byte 100", 1, 100, 20, 0);
    assertIndexDamage("to end at byte", 0, 0);
    assertIndexDamage("5000000 in a database of 5 pages", 0xc0, 0x96, 0xb1, 2, 100, 20, 0);
  }

  @Test
  void partsMustBeTheWholeSegment() throws IOException {
    byte[] bytes = sample(6);
    PageIndex index = read(bytes);
    SortedMap<Integer, Page> pages = new TreeMap<>();
    List<LtxSlice.Part> parts = new ArrayList<>();
    parts.add(Slices.read(bytes, index, 0, 2, pages));
    parts.add(Slices.read(bytes, index, 3, 6, pages));
    assertThatThrownBy(() -> index.verify(parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected entry 2, found 3");
    parts.add(Slices.read(bytes, index, 2, 3, pages));
    index.verify(parts);
    assertThatThrownBy(() -> index.verify(parts.subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    parts.add(parts.getFirst());
    assertThatThrownBy(() -> index.verify(parts)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void emptySlicesAreParts() throws IOException {
    byte[] bytes = sample(2);
    PageIndex index = read(bytes);
    LtxSlice none = new LtxSlice(new ByteArrayInputStream(new byte[0]), index, 2, 2);
    assertThat(none.nextPage(new byte[512], 0)).isZero();
    LtxSlice.Part all = Slices.read(bytes, index, 0, 2, new TreeMap<>());
    index.verify(List.of(none.part(), all));
  }

  @Test
  void aPageThatChangedInOnePartFailsTheWhole() throws IOException {
    byte[] noise = new byte[512];
    new Random(1).nextBytes(noise);
    byte[] bytes =
        Segment.encode(
            SamplePages.snapshot(SMALL, 2),
            PageFormat.BLOCK,
            new TreeMap<>(Map.of(1, new Page(new byte[512]), 2, new Page(noise))));
    PageIndex index = read(bytes);
    bytes[(int) index.offset(1) + 300] ^= 1; // noise is stored as it is
    assertThatThrownBy(() -> Slices.readAll(bytes, index, 1))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining("file checksum");
  }

  @Test
  void aSliceReadsWhatTheIndexSaysOrFails() throws IOException {
    byte[] bytes = sample(6);
    PageIndex index = read(bytes);
    byte[] page = new byte[512];
    ByteArrayInputStream elsewhere =
        new ByteArrayInputStream(bytes, (int) index.offset(2), bytes.length);
    LtxSlice wrongPlace = new LtxSlice(elsewhere, index, 1, 3);
    assertThatThrownBy(() -> wrongPlace.nextPage(page, 0))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining("expected page 2, as the page index says, found page 3");
    assertThatThrownBy(() -> wrongPlace.nextPage(page, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(wrongPlace::part).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSliceThatIsNotReadToItsEndHasNothingToSay() throws IOException {
    byte[] bytes = sample(3);
    PageIndex index = read(bytes);
    LtxSlice slice = new LtxSlice(new ByteArrayInputStream(bytes, 100, bytes.length), index, 0, 3);
    slice.nextPage(new byte[512], 0);
    assertThatThrownBy(slice::part)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 pages more");
  }

  @Test
  void databaseChecksumsAreVerifiedInPartsToo() throws IOException {
    LtxHeader header =
        new LtxHeader(
            SMALL, 2, TxidRange.upTo(new Txid(1)), SamplePages.TIME, 0, WalRange.NONE, 0, true);
    SortedMap<Integer, Page> pages = SamplePages.all(SMALL, 2, 2);
    DatabaseChecksum checksum = new DatabaseChecksum();
    RawSegment right = new RawSegment(header);
    RawSegment wrong = new RawSegment(header);
    pages.forEach((number, page) -> {
      checksum.add(number, page.bytes(), 0, 512);
      right.block(number, page);
      wrong.block(number, page);
    });
    byte[] good = right.postApply(checksum.pages() | (1L << 63)).end();
    assertThat(Slices.readAll(good, read(good), 1)).isEqualTo(pages);
    byte[] bad = wrong.postApply((checksum.pages() ^ 2) | (1L << 63)).end();
    assertThatThrownBy(() -> Slices.readAll(bad, read(bad), 1))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining("database checksum");
  }

  /** Reads the index, with the header as it stands in the segment. */
  static PageIndex read(byte[] bytes) throws IOException {
    byte[] head = Arrays.copyOf(bytes, LtxHeader.BYTES);
    LtxHeader header = new LtxDecoder(new ByteArrayInputStream(head), "s").header();
    return PageIndex.read("s", header, bytes.length, Segment.ranges(bytes));
  }

  private static byte[] sample(int pages) {
    return Segment.encode(
        SamplePages.snapshot(SMALL, pages), PageFormat.BLOCK, SamplePages.all(SMALL, pages, 1));
  }

  private static int reads(int pages) throws IOException {
    byte[] bytes = sample(pages);
    int[] reads = {0};
    RangeSource ranges = Segment.ranges(bytes);
    PageIndex index =
        PageIndex.read(
            "s",
            Segment.decode(bytes).header(),
            bytes.length,
            (offset, length) -> {
              reads[0]++;
              return ranges.open(offset, length);
            });
    assertThat(Slices.readAll(bytes, index, 5000)).hasSize(pages);
    return reads[0];
  }

  private static void assertIndexDamage(String problem, int... index) {
    byte[] raw = new byte[index.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) index[i];
    }
    byte[] bytes = new RawSegment(SamplePages.delta(SMALL, 5)).end(raw);
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(LtxException.class)
        .hasMessageContaining(problem);
  }
}
