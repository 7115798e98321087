package dev.seseragi.engine.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.Listings;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import dev.seseragi.testkit.store.Request;
import dev.seseragi.testkit.store.RequestCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HousekeeperTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final MemoryStore objects = new MemoryStore();
  private final Replica replica = new Replica(objects);

  /** The client that segments are shipped through, and the one of the housekeeper. */
  private final FaultyStore shipping = new FaultyStore(objects);

  private final FaultyStore store = new FaultyStore(objects);
  private final TestClock clock = new TestClock("2026-11-21T12:00:00Z");
  private final TestDatabase database =
      new TestDatabase(new Replica(shipping), clock, new Random(42));
  private final RecordingListener listener = new RecordingListener();
  private Housekeeper housekeeper;

  @BeforeEach
  void begin() {
    housekeeper = newHousekeeper();
  }

  private Housekeeper newHousekeeper() {
    return newHousekeeper(database);
  }

  private Housekeeper newHousekeeper(SnapshotWriter snapshots) {
    return new Housekeeper(
        new Replica(store),
        replica.list(),
        CompactionSettings.DEFAULTS,
        new Surroundings(snapshots, listener, folder, clock));
  }

  /** A new database of 40 pages behind a fence, which is not told of. */
  private void shipBase() {
    housekeeper.shipped(database.shipWhole(1));
    housekeeper.shipped(database.shipWhole(40));
  }

  private void shipChange() {
    housekeeper.shipped(database.shipChange());
  }

  /** Lets time pass as a caller would that keeps to what it is told. */
  private void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    for (int calls = 0; calls < 100_000; calls++) {
      Optional<Instant> next = housekeeper.runDue().map(clock.instant()::plus);
      if (next.isEmpty() || next.get().isAfter(end)) {
        clock.setTo(end);
        return;
      }
      clock.setTo(next.get());
    }
    throw new AssertionError("a housekeeper that never rests");
  }

  private void assertNewestIsRestorable() {
    List<SegmentInfo> plan = GenuineReader.newest(replica.list());
    assertThat(plan.getLast().max()).isEqualTo(database.tail());
    assertThat(TestDatabase.restore(replica, plan).isSameAs(database.stateAt(database.tail())))
        .isTrue();
  }

  private List<String> names(String prefix) {
    return Listings.names(objects, prefix);
  }

  @Test
  void inItsFirstHourANewDatabaseIsUploadedOnce() {
    housekeeper.shipped(database.shipWhole(1));
    SegmentInfo whole = database.shipWhole(10_000); // 5 MB
    housekeeper.shipped(whole);
    for (int i = 0; i < 360; i++) {
      pass(Duration.ofSeconds(10));
      if (i % 8 == 0) {
        shipChange();
      }
    }
    pass(MINUTE);

    assertThat(names("ltx/3/")).isNotEmpty();
    long uploadedBytes =
        store.counts().bytes(Operation.CREATE) + shipping.counts().bytes(Operation.CREATE);
    assertThat(uploadedBytes).isLessThan(whole.sizeBytes() * 105 / 100);
    assertNewestIsRestorable();
  }

  @Test
  void inTheSteadyStateNothingIsListedButMarkers() {
    shipBase();
    pass(MINUTE);
    List<Request> requests = new ArrayList<>();
    store.script(request -> {
      requests.add(request);
      return Optional.empty();
    });
    for (int i = 0; i < 3600; i++) {
      shipChange();
      pass(SECOND);
    }

    List<Request> lists =
        requests.stream().filter(request -> request.operation() == Operation.LIST).toList();
    assertThat(lists).allMatch(request -> request.names().equals(List.of(Markers.FOLDER)));
    assertThat(lists.size()).isBetween(40, 60);
    assertThat(names("ltx/0/").size()).isLessThan(12 * 60);
    assertThat(names("ltx/1/").size()).isBetween(119, 121);
    assertThat(names("ltx/2/").size()).isBetween(11, 13);
    assertThat(listener.take()).isEmpty();
    assertNewestIsRestorable();
  }

  @Test
  void anUnchangedReplicaCostsNothing() {
    shipBase();
    shipChange();
    pass(DAY.multipliedBy(4));
    RequestCounts before = store.counts();

    assertThat(housekeeper.runDue()).isEmpty();
    clock.advance(DAY.multipliedBy(100));
    assertThat(housekeeper.runDue()).isEmpty();
    housekeeper = newHousekeeper();
    assertThat(housekeeper.runDue()).isEmpty();
    assertThat(store.counts().since(before).requests()).isZero();
  }

  @Test
  void aWholeCopyBehindWhichNothingCameNeedsNoSnapshot() {
    shipBase();
    housekeeper.shipped(database.shipFence());
    pass(DAY.multipliedBy(3));

    assertThat(names("ltx/9/")).isEmpty();
  }

  @Test
  void snapshotsComeDailyAndOldOnesGo() {
    shipBase();
    for (int hour = 0; hour < 24 * 6; hour++) {
      shipChange();
      pass(Duration.ofHours(1));
    }

    assertThat(names("ltx/9/").size()).isBetween(2, 3);
    assertThat(names("ltx/3/").size()).isBetween(24, 49);
    assertThat(names("ltx/0/").size()).isLessThan(3);
    assertThat(listener.take()).isEmpty();
    assertNewestIsRestorable();
  }

  @Test
  void aContainerThatLivesForAMinuteNowAndThenGetsAllThatALongLifeGets() {
    for (int life = 0; life < 48 * 4; life++) {
      housekeeper = newHousekeeper();
      if (life == 0) {
        shipBase();
      } else {
        database.nextWriter();
        SegmentInfo fence = database.shipFence();
        String marker = Markers.FOLDER + fence.min() + "-%016x.json".formatted(life);
        objects.put(marker, Body.of(new byte[0]), clock.instant());
        housekeeper.shipped(fence);
      }
      for (int i = 0; i < 5; i++) {
        shipChange();
        pass(Duration.ofSeconds(10));
      }
      clock.advance(Duration.ofSeconds(1790));
      assertNewestIsRestorable();
    }

    assertThat(names("ltx/9/").size()).isBetween(2, 3);
    assertThat(names("ltx/1/").size()).isBetween(48, 4 * 48 + 2);
    assertThat(names("ltx/2/").size()).isBetween(24, 2 * 48 + 2);
    assertThat(names("ltx/3/").size()).isBetween(20, 2 * 48 + 2);
    assertThat(names("ltx/0/").size()).as("fences, and two lives").isLessThan(48 * 4 + 15);
    assertThat(listener.take()).isEmpty();
  }

  @Test
  void aStoreThatForbidsDeletingGetsOneWarningAndNoSecondTry() {
    store.always(Operation.DELETE, new Fault.Forbidden());
    shipBase();
    for (int i = 0; i < 24 * 60; i++) {
      shipChange();
      pass(MINUTE.multipliedBy(2));
    }

    assertThat(listener.take())
        .singleElement()
        .asString()
        .startsWith("forbidden: memory: forbids deleting")
        .contains("seseragi retain");
    assertThat(store.counts().requests(Operation.DELETE)).isEqualTo(1);
    assertThat(names("ltx/0/")).hasSize(2 + 24 * 60);
    assertNewestIsRestorable();
  }

  @Test
  void damageIsAlarmedNamedAndHealedByASnapshot() {
    shipBase();
    for (int i = 0; i < 5; i++) {
      shipChange();
    }
    SegmentInfo victim = database.shipChange();
    objects.put(replica.nameOf(victim), Body.of(new byte[200]), victim.created());
    housekeeper.shipped(victim);
    for (int i = 0; i < 5; i++) {
      shipChange();
    }
    pass(MINUTE);

    assertThat(listener.take())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("damaged: ")
        .contains(replica.nameOf(victim));
    assertThat(names("ltx/9/")).hasSize(1);
    assertNewestIsRestorable();

    shipChange();
    pass(Duration.ofHours(3));
    assertThat(listener.take()).isEmpty();
    assertThat(names("ltx/1/")).hasSize(3);
    assertThat(names("ltx/3/")).as("goes on behind the hole").isNotEmpty();
    assertNewestIsRestorable();
  }

  @Test
  void aDamagedNewestSlotIsCoveredToo() {
    shipBase();
    shipChange();
    SegmentInfo victim = database.shipChange();
    objects.put(replica.nameOf(victim), Body.of(new byte[200]), victim.created());
    housekeeper.shipped(victim);
    pass(MINUTE);

    assertThat(listener.take()).hasSize(2);
    assertNewestIsRestorable();
  }

  @Test
  void aReplicaWithoutABeginningGetsASnapshotAtOnce() {
    shipBase();
    shipChange();
    objects.delete(List.of(replica.nameOf(0, TxidRange.of(Txid.FIRST))));
    housekeeper = newHousekeeper();

    pass(SECOND);

    assertThat(listener.take()).singleElement().asString().contains("hole");
    assertNewestIsRestorable();
  }

  @Test
  void aSnapshotThatMendsNothingIsNotWrittenAgainAndAgain() {
    shipBase();
    shipChange();
    String stray = replica.nameOf(0, TxidRange.of(new Txid(50)));
    objects.put(stray, Body.of(new byte[200]), clock.instant());
    int[] written = {0};
    housekeeper =
        newHousekeeper(() -> {
          written[0]++;
          return database.write();
        });

    pass(Duration.ofHours(1));

    assertThat(written[0]).isBetween(2, 15);
    assertThat(listener.take()).isNotEmpty().allMatch(line -> line.contains("hole"));
  }

  @Test
  void aSnapshotThatWasGivenUpIsTriedLater() {
    shipBase();
    shipChange();
    int[] tried = {0};
    housekeeper =
        newHousekeeper(() -> {
          tried[0]++;
          throw new CancellationException("the database is being closed");
        });

    pass(DAY.plus(Duration.ofHours(1)));

    assertThat(tried[0]).isBetween(8, 15);
    assertThat(listener.take())
        .containsExactly(
            "failing SNAPSHOT: cannot write a snapshot to memory:: the database is being closed");
  }

  @Test
  void aClockThatWasAheadDelaysNothingOnceItIsSetBack() {
    clock.advance(DAY.multipliedBy(400));
    shipBase();
    shipChange();
    store.always(Operation.CREATE, new Fault.Unavailable());
    pass(MINUTE);
    store.heal();
    shipChange();
    clock.advance(DAY.multipliedBy(-400));
    pass(MINUTE);

    assertThat(names("ltx/1/")).hasSize(1);
  }

  @Test
  void aFailingStepIsReportedOnceTriedLaterAndLaterAndReportedWell() {
    shipBase();
    shipChange();
    store.always(Operation.CREATE, new Fault.Unavailable());
    pass(Duration.ofHours(2));

    assertThat(listener.take())
        .singleElement()
        .asString()
        .startsWith("failing COMPACTION: cannot merge segments into level 1 of memory:")
        .contains("unavailable");
    assertThat(store.counts().requests(Operation.CREATE)).isBetween(10L, 22L);

    store.heal();
    pass(Duration.ofMinutes(10));

    assertThat(listener.take()).containsExactly("recovered COMPACTION");
    assertThat(names("ltx/1/")).hasSize(1);
  }

  @Test
  void anInputThatSomebodyDeletedIsLookedUpAnew() {
    shipBase();
    for (int i = 0; i < 4; i++) {
      shipChange();
    }
    clock.advance(MINUTE);
    Housekeeper other = newHousekeeper();
    other.runDue(); // makes level 1
    objects.delete(names("ltx/0/").subList(2, 5));
    pass(Duration.ofMinutes(10));

    assertThat(listener.take()).isEmpty();
    assertThat(names("ltx/1/")).hasSize(1);
    assertNewestIsRestorable();
  }

  @Test
  void twoHousekeepersOfOneReplicaDoNoHarm() {
    Housekeeper other = newHousekeeper(Optional::empty);
    for (int i = 0; i < 30 * 60; i++) {
      SegmentInfo segment = i == 0 ? database.shipWhole(10) : database.shipChange();
      housekeeper.shipped(segment);
      other.shipped(segment);
      clock.advance(Duration.ofSeconds(2));
      (i % 2 == 0 ? housekeeper : other).runDue();
      (i % 2 == 0 ? other : housekeeper).runDue();
    }

    assertThat(listener.take()).allMatch(line -> !line.startsWith("damaged"));
    assertNewestIsRestorable();
    assertLevelsHaveNoGap();
    assertThat(names("ltx/0/").size()).isLessThan(500);
  }

  private void assertLevelsHaveNoGap() {
    Inventory inventory = replica.list();
    for (int level = 1; level <= 3; level++) {
      List<SegmentInfo> segments = inventory.level(level);
      assertThat(segments).isNotEmpty();
      for (int i = 1; i < segments.size(); i++) {
        assertThat(segments.get(i).min()).isEqualTo(segments.get(i - 1).max().next());
      }
    }
  }

  @Test
  void whatMayStillArriveIsTriedAgainUnderTheSameNameOnly() {
    shipBase();
    shipChange();
    store.next(Operation.CREATE, new Fault.ArrivesLate());
    pass(Duration.ofSeconds(31));
    for (int i = 0; i < 4; i++) {
      shipChange();
      pass(Duration.ofSeconds(31));
    }
    store.deliverLate();
    store.next(Operation.CREATE, new Fault.AnswerLost());
    shipChange();
    pass(MINUTE.multipliedBy(2));
    shipChange();
    pass(MINUTE);

    assertThat(listener.take()).isEmpty();
    Inventory inventory = replica.list();
    assertThat(inventory.level(1).getFirst().max()).isEqualTo(new Txid(3));
    assertLevelOneHasNoGap(inventory);
    assertNewestIsRestorable();
  }

  private static void assertLevelOneHasNoGap(Inventory inventory) {
    List<SegmentInfo> segments = inventory.level(1);
    for (int i = 1; i < segments.size(); i++) {
      assertThat(segments.get(i).min()).isEqualTo(segments.get(i - 1).max().next());
    }
  }

  @Test
  void aChangedPageSizeIsFollowedByASnapshot() {
    shipBase();
    shipChange();
    housekeeper.shipped(database.shipWhole(new PageSize(4096), 7));
    shipChange();
    pass(MINUTE);

    assertThat(names("ltx/9/")).hasSize(1);
    assertNewestIsRestorable();
  }

  @Test
  void memoryDoesNotGrowWithAReplicaFromWhichNobodyDeletes() {
    shipBase();
    Holdings holdings = new Holdings(replica.list(), 3);
    List<SegmentInfo> told = new ArrayList<>();
    for (int txid = 3; txid <= 20_000; txid++) {
      told.add(Segments.slot(txid, txid));
      if (txid % 30 == 0) {
        told.add(Segments.segment(1, txid == 30 ? 3 : txid - 29, txid, txid));
      }
      if (txid % 300 == 0) {
        told.add(Segments.segment(2, txid == 300 ? 3 : txid - 299, txid, txid));
      }
    }
    for (SegmentInfo segment : told) {
      holdings.add(segment, segment.created());
      if (segment.level() > 0) {
        holdings.forgetUnneeded(false);
      }
    }

    assertThat(holdings.inventory().segments().size()).isLessThan(200);
    Chain chain = Chain.toNewest(holdings.inventory());
    assertThat(chain.end()).isEqualTo(new Txid(20_000));
  }

  @Test
  void moreNewsThanCanWaitIsLookedUpInTheStore() {
    shipBase();
    for (int i = 0; i < News.MAX_WAITING + 10; i++) {
      shipChange();
    }
    pass(MINUTE.multipliedBy(2));

    assertThat(listener.take()).isEmpty();
    assertThat(GenuineReader.newest(replica.list()).getLast().max()).isEqualTo(database.tail());
    assertThat(names("ltx/1/")).isNotEmpty();
  }

  @Test
  void stoppingEndsItBetweenTwoRequestsForGood() {
    shipBase();
    for (int i = 0; i < 20; i++) {
      shipChange();
    }
    clock.advance(MINUTE);
    store.script(request -> {
      if (request.names().getFirst().endsWith("000a.ltx")) {
        housekeeper.stop();
      }
      return Optional.empty();
    });

    assertThat(housekeeper.runDue()).isEmpty();
    assertThat(housekeeper.runDue()).isEmpty();
    assertThat(names("ltx/1/")).isEmpty();
    assertThat(store.counts().requests()).isEqualTo(8);
  }

  @Test
  void anInterruptEndsTheCallAndStays() {
    shipBase();
    shipChange();
    clock.advance(MINUTE);
    Thread.currentThread().interrupt();

    assertThatCode(() -> housekeeper.runDue()).doesNotThrowAnyException();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(names("ltx/1/")).isEmpty();
    pass(SECOND);
    assertThat(names("ltx/1/")).hasSize(1);
  }
}
