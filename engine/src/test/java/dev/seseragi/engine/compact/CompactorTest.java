package dev.seseragi.engine.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.engine.fence.Fence;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.store.Body;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompactorTest {
  @TempDir Path folder;

  private final MemoryStore objects = new MemoryStore();
  private final FaultyStore store = new FaultyStore(objects);
  private final Replica replica = new Replica(store);
  private final TestClock clock = new TestClock("2026-11-21T12:00:00Z");
  private final TestDatabase database = new TestDatabase(replica, clock, new Random(42));
  private final List<SegmentInfo> slots = new ArrayList<>();

  private void shipped(SegmentInfo segment) {
    slots.add(segment);
    clock.advance(Duration.ofSeconds(1));
  }

  private CompactionOutcome merge(int from, int to) throws IOException {
    return merge(from, to, 1 << 20, () -> {});
  }

  private CompactionOutcome merge(int from, int to, int memoryBytes, Runnable stopCheck)
      throws IOException {
    CompactionSettings defaults = CompactionSettings.DEFAULTS;
    CompactionSettings settings =
        new CompactionSettings(
            defaults.levelIntervals(),
            defaults.snapshotInterval(),
            defaults.snapshotRetention(),
            defaults.l0Retention(),
            defaults.deletionGrace(),
            true,
            PageFormat.BLOCK,
            memoryBytes);
    TxidRange range = new TxidRange(new Txid(from), new Txid(to));
    return new Compactor(replica, settings, folder.resolve("made/when-needed"), stopCheck)
        .run(new CompactionPlan(1, range, slots.subList(from - 1, to)));
  }

  private SegmentInfo made(CompactionOutcome outcome) {
    assertThat(outcome).isInstanceOf(CompactionOutcome.Made.class);
    return ((CompactionOutcome.Made) outcome).segment();
  }

  private byte[] bytes(SegmentInfo segment) throws IOException {
    try (InputStream in = objects.read(replica.nameOf(segment), 0, Long.MAX_VALUE)) {
      return in.readAllBytes();
    }
  }

  private void overwrite(SegmentInfo segment, byte[] bytes) {
    objects.put(replica.nameOf(segment), Body.of(bytes), segment.created());
  }

  private void assertRestoresTo(Txid txid, SegmentInfo... plan) {
    assertThat(TestDatabase.restore(replica, List.of(plan)).isSameAs(database.stateAt(txid)))
        .isTrue();
  }

  @Test
  void theResultHasTheNewestVersionOfEachPage() throws IOException {
    shipped(database.shipWhole(20));
    for (int i = 0; i < 30; i++) {
      shipped(database.shipChange());
    }

    SegmentInfo merged = made(merge(2, 31));

    assertRestoresTo(database.tail(), slots.getFirst(), merged);
    assertThat(store.counts().requests(Operation.READ))
        .as("one request for each input, and two of this check")
        .isEqualTo(30 + 2);
  }

  @Test
  void growingAndShrinkingLeavesNoStalePage() throws IOException {
    shipped(database.shipWhole(10));
    for (int pages : new int[] {14, 3, 5, 12, 12, 11}) {
      shipped(database.shipChange(pages));
    }

    SegmentInfo merged = made(merge(2, 7));

    assertRestoresTo(database.tail(), slots.getFirst(), merged);
  }

  @Test
  void theHeaderIsThatOfTheLastInputWithoutItsPlaceInTheWal() throws IOException {
    shipped(database.shipWhole(3));
    shipped(database.shipChange());
    database.nextWriter();
    shipped(database.shipFence());
    shipped(database.shipChange(4));

    SegmentInfo merged = made(merge(2, 4));

    LtxHeader header = header(merged);
    LtxHeader last = header(slots.getLast());
    assertThat(header)
        .isEqualTo(
            LtxHeader.of(
                last.pageSize(),
                4,
                new TxidRange(new Txid(2), new Txid(4)),
                last.timestamp(),
                WalRange.NONE,
                last.nodeId()));
    assertThat(merged.created()).isEqualTo(slots.getLast().created());
    assertThat(merged.sizeBytes()).isEqualTo(bytes(merged).length);
  }

  private LtxHeader header(SegmentInfo segment) throws IOException {
    try (LtxDecoder decoder = new LtxDecoder(replica.open(segment), "test")) {
      return decoder.header();
    }
  }

  @Test
  void moreThanFitsInMemoryGoesThroughATemporaryFileThatDoesNotStay() throws IOException {
    shipped(database.shipWhole(10));
    shipped(database.shipChange(1500));
    shipped(database.shipChange());

    SegmentInfo merged = made(merge(2, 3, 0, () -> {}));

    assertRestoresTo(database.tail(), slots.getFirst(), merged);
    try (Stream<Path> left = Files.list(folder.resolve("made/when-needed"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void fencesMergeToASegmentWithoutPages() throws IOException {
    shipped(database.shipWhole(5));
    shipped(database.shipFence());
    shipped(database.shipFence());

    SegmentInfo merged = made(merge(2, 3));

    assertThat(Fence.isEmpty(merged.sizeBytes())).isTrue();
    assertRestoresTo(database.tail(), slots.getFirst(), merged);
  }

  @Test
  void anOtherPageSizeBeginsAnewFromTheWholeCopyThatBringsIt() throws IOException {
    shipped(database.shipWhole(9));
    shipped(database.shipChange());
    shipped(database.shipWhole(new PageSize(1024), 5));
    shipped(database.shipChange());

    CompactionOutcome outcome = merge(2, 4);

    assertThat(((CompactionOutcome.Made) outcome).hasNewPageSize()).isTrue();
    assertRestoresTo(database.tail(), slots.getFirst(), made(outcome));
  }

  @Test
  void anOtherPageSizeWithoutAWholeCopyIsDamage() throws IOException {
    shipped(database.shipWhole(9));
    shipped(database.shipChange());
    SegmentInfo whole = database.shipWhole(new PageSize(1024), 5);
    objects.delete(List.of(replica.nameOf(whole)));
    database.ship(Set.of(1, 2, 4, 5));
    slots.add(new SegmentInfo(0, TxidRange.of(new Txid(3)), 0, clock.instant()));
    overwrite(slots.getLast(), segment(new PageSize(1024), 3, 5, List.of(1, 2, 4, 5)));

    assertDamaged(merge(2, 3), slots.getLast(), "from 0 to 5 pages and has 4");
  }

  private static byte[] segment(PageSize pageSize, long txid, int commit, List<Integer> pages)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LtxHeader header =
        LtxHeader.of(
            pageSize,
            commit,
            TxidRange.of(new Txid(txid)),
            Instant.parse("2026-11-21T12:00:00Z"),
            WalRange.NONE,
            1L << 32 | 7);
    try (LtxEncoder encoder = new LtxEncoder(out, header, PageFormat.FRAME)) {
      byte[] page = new byte[pageSize.bytes()];
      for (int number : pages) {
        page[0] = (byte) number;
        encoder.writePage(number, page, 0);
      }
      encoder.finish();
    }
    return out.toByteArray();
  }

  private SegmentInfo putSlot(PageSize pageSize, long txid, int commit, Integer... pages)
      throws IOException {
    byte[] bytes = segment(pageSize, txid, commit, List.of(pages));
    TxidRange range = TxidRange.of(new Txid(txid));
    replica.create(0, range, Body.of(bytes), clock.instant());
    return new SegmentInfo(0, range, bytes.length, clock.instant());
  }

  @Test
  void thePageAtOneGibibyteIsNotMissedWhereTheDatabaseGrowsOverIt() throws IOException {
    PageSize pageSize = new PageSize(65_536);
    int lockPage = pageSize.lockPage();
    slots.add(Segments.slot(1, 0)); // stands for what came before
    slots.add(putSlot(pageSize, 2, lockPage - 1, 1, lockPage - 1));
    slots.add(putSlot(pageSize, 3, lockPage + 2, 1, lockPage + 1, lockPage + 2));

    SegmentInfo merged = made(merge(2, 3));

    List<Integer> pages = new ArrayList<>();
    try (LtxDecoder decoder = new LtxDecoder(replica.open(merged), "test")) {
      byte[] page = new byte[pageSize.bytes()];
      for (int n = decoder.nextPage(page, 0); n != 0; n = decoder.nextPage(page, 0)) {
        pages.add(n);
      }
    }
    assertThat(pages).containsExactly(1, lockPage - 1, lockPage + 1, lockPage + 2);
  }

  @Test
  void growingWithoutAllNewPagesIsDamage() throws IOException {
    PageSize pageSize = new PageSize(512);
    slots.add(putSlot(pageSize, 1, 1, 1));
    slots.add(putSlot(pageSize, 2, 2, 1, 2));
    slots.add(putSlot(pageSize, 3, 5, 1, 3, 5));

    assertDamaged(merge(2, 3), slots.getLast(), "from 2 to 5 pages and has 2");
  }

  @Test
  void damageIsNamedAndNothingIsWritten() throws IOException {
    shipped(database.shipWhole(5));
    for (int i = 0; i < 4; i++) {
      shipped(database.shipChange());
    }
    SegmentInfo victim = slots.get(2);
    String name = replica.nameOf(victim);
    byte[] sound = bytes(victim);
    for (int at = 0; at < sound.length; at += 7) {
      byte[] bytes = sound.clone();
      bytes[at] ^= 0x10;
      overwrite(victim, bytes);

      assertDamaged(merge(2, 5), victim, name);
    }
  }

  private void assertDamaged(CompactionOutcome outcome, SegmentInfo input, String... message) {
    assertThat(outcome).isInstanceOf(CompactionOutcome.Damaged.class);
    CompactionOutcome.Damaged damaged = (CompactionOutcome.Damaged) outcome;
    assertThat(damaged.input()).isEqualTo(input);
    assertThat(damaged.problem()).contains(replica.nameOf(input)).contains(message);
    assertThat(Listings.names(objects, "ltx/1/")).isEmpty();
  }

  @Test
  void aNameThatLiesIsDamage() throws IOException {
    shipped(database.shipWhole(5));
    shipped(database.shipChange());
    shipped(database.shipChange());
    overwrite(slots.get(2), bytes(slots.get(1)));

    assertDamaged(merge(2, 3), slots.get(2), "does not agree");
  }

  @Test
  void aWriterThatComesBackIsDamage() throws IOException {
    shipped(database.shipWhole(5));
    database.setWriter(1L << 32 | 1);
    shipped(database.shipChange());
    database.setWriter(2L << 32 | 2);
    shipped(database.shipFence());
    database.setWriter(1L << 32 | 1);
    shipped(database.shipChange());

    assertDamaged(merge(2, 4), slots.get(3), "0000000100000001", "0000000200000002");
  }

  @Test
  void whatIsThereAlreadyIsLeftAlone() throws IOException {
    shipped(database.shipWhole(5));
    shipped(database.shipChange());
    SegmentInfo first = made(merge(2, 2));
    byte[] bytes = bytes(first);

    assertThat(merge(2, 2)).isEqualTo(new CompactionOutcome.Taken(first));
    assertThat(bytes(first)).isEqualTo(bytes);
  }

  @Test
  void itStopsBetweenTwoPages() throws IOException {
    shipped(database.shipWhole(5));
    shipped(database.shipChange(200));
    int[] left = {20};
    Runnable stopCheck =
        () -> {
          if (left[0]-- == 0) {
            throw new CancellationException();
          }
        };

    assertThatThrownBy(() -> merge(2, 2, 1 << 20, stopCheck))
        .isInstanceOf(CancellationException.class);
    assertThat(Listings.names(objects, "ltx/1/")).isEmpty();
  }
}
