package dev.seseragi.engine.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.Body;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HousekeeperTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final MemoryStore store = new MemoryStore();
  private final Replica replica = new Replica(store);
  private final TestClock clock = new TestClock("2026-11-21T12:00:00Z");
  private final TestDatabase database = new TestDatabase(replica, clock, new Random(42));
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
    Inventory found = replica.list();
    store.takeRequests();
    return new Housekeeper(
        replica,
        found,
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

  private List<String> actions() {
    return store.takeRequests().stream().map(MemoryStore.Request::action).toList();
  }

  @Test
  void inItsFirstHourANewDatabaseIsUploadedOnce() {
    housekeeper.shipped(database.shipWhole(1));
    SegmentInfo whole = database.shipWhole(20_000); // 10 MB
    housekeeper.shipped(whole);
    for (int i = 0; i < 360; i++) {
      pass(Duration.ofSeconds(10));
      if (i % 4 == 0) {
        shipChange();
      }
    }
    pass(MINUTE);

    assertThat(store.names("ltx/3/")).isNotEmpty();
    assertThat(store.uploadedBytes()).isLessThan(whole.sizeBytes() * 11 / 10);
    assertNewestIsRestorable();
  }

  @Test
  void inTheSteadyStateNothingIsListedButMarkers() {
    shipBase();
    pass(MINUTE);
    store.takeRequests();
    for (int i = 0; i < 3600; i++) {
      shipChange();
      pass(SECOND);
    }

    List<MemoryStore.Request> lists =
        store.takeRequests().stream().filter(r -> r.action().equals("list")).toList();
    assertThat(lists).allMatch(request -> request.name().equals(Markers.FOLDER));
    assertThat(lists.size()).isBetween(40, 60);
    assertThat(store.names("ltx/0/").size()).isLessThan(12 * 60);
    assertThat(store.names("ltx/1/").size()).isBetween(119, 121);
    assertThat(store.names("ltx/2/").size()).isBetween(11, 13);
    assertThat(listener.take()).isEmpty();
    assertNewestIsRestorable();
  }

  @Test
  void anUnchangedReplicaCostsNothing() {
    shipBase();
    shipChange();
    pass(DAY.multipliedBy(4));
    store.takeRequests();

    assertThat(housekeeper.runDue()).isEmpty();
    clock.advance(DAY.multipliedBy(100));
    assertThat(housekeeper.runDue()).isEmpty();
    housekeeper = newHousekeeper();
    assertThat(housekeeper.runDue()).isEmpty();
    assertThat(actions()).isEmpty();
  }

  @Test
  void aWholeCopyBehindWhichNothingCameNeedsNoSnapshot() {
    shipBase();
    housekeeper.shipped(database.shipFence());
    pass(DAY.multipliedBy(3));

    assertThat(store.names("ltx/9/")).isEmpty();
  }

  @Test
  void snapshotsComeDailyAndOldOnesGo() {
    shipBase();
    for (int hour = 0; hour < 24 * 6; hour++) {
      shipChange();
      pass(Duration.ofHours(1));
    }

    assertThat(store.names("ltx/9/").size()).isBetween(2, 3);
    assertThat(store.names("ltx/3/").size()).isBetween(24, 49);
    assertThat(store.names("ltx/0/").size()).isLessThan(3);
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
        store.put(marker, Body.of(new byte[0]), clock.instant());
        housekeeper.shipped(fence);
      }
      for (int i = 0; i < 5; i++) {
        shipChange();
        pass(Duration.ofSeconds(10));
      }
      store.takeRequests();
      clock.advance(Duration.ofSeconds(1790));
      assertNewestIsRestorable();
    }

    assertThat(store.names("ltx/9/").size()).isBetween(2, 3);
    assertThat(store.names("ltx/1/").size()).isBetween(48, 4 * 48 + 2);
    assertThat(store.names("ltx/2/").size()).isBetween(24, 2 * 48 + 2);
    assertThat(store.names("ltx/3/").size()).isBetween(20, 2 * 48 + 2);
    assertThat(store.names("ltx/0/").size()).as("fences, and two lives").isLessThan(48 * 4 + 15);
    assertThat(listener.take()).isEmpty();
  }

  @Test
  void aStoreThatForbidsDeletingGetsOneWarningAndNoSecondTry() {
    store.setTrouble(request -> {
      if (request.action().equals("delete")) {
        throw new StoreForbiddenException("no permission", null);
      }
    });
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
    assertThat(actions().stream().filter("delete"::equals)).hasSize(1);
    assertThat(store.names("ltx/0/")).hasSize(2 + 24 * 60);
    assertNewestIsRestorable();
  }

  @Test
  void damageIsAlarmedNamedAndHealedByASnapshot() {
    shipBase();
    for (int i = 0; i < 5; i++) {
      shipChange();
    }
    SegmentInfo victim = database.shipChange();
    store.overwrite(replica.nameOf(victim), new byte[200], victim.created());
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
    assertThat(store.names("ltx/9/")).hasSize(1);
    assertNewestIsRestorable();

    shipChange();
    pass(Duration.ofHours(3));
    assertThat(listener.take()).isEmpty();
    assertThat(store.names("ltx/1/")).hasSize(3);
    assertThat(store.names("ltx/3/")).as("goes on behind the hole").isNotEmpty();
    assertNewestIsRestorable();
  }

  @Test
  void aDamagedNewestSlotIsCoveredToo() {
    shipBase();
    shipChange();
    SegmentInfo victim = database.shipChange();
    store.overwrite(replica.nameOf(victim), new byte[200], victim.created());
    housekeeper.shipped(victim);
    pass(MINUTE);

    assertThat(listener.take()).hasSize(2);
    assertNewestIsRestorable();
  }

  @Test
  void aReplicaWithoutABeginningGetsASnapshotAtOnce() {
    shipBase();
    shipChange();
    store.removeIf(
        replica.nameOf(0, new dev.seseragi.ltx.TxidRange(Txid.FIRST, Txid.FIRST))::equals);
    housekeeper = newHousekeeper();

    pass(SECOND);

    assertThat(listener.take()).singleElement().asString().contains("hole");
    assertNewestIsRestorable();
  }

  @Test
  void aFailingStepIsReportedOnceTriedLaterAndLaterAndReportedWell() {
    shipBase();
    shipChange();
    store.setTrouble(request -> {
      if (request.action().equals("create")) {
        throw new StoreException("the bucket is on fire");
      }
    });
    pass(Duration.ofHours(2));

    assertThat(listener.take())
        .singleElement()
        .asString()
        .startsWith("failing COMPACTION: cannot merge segments into level 1 of memory:")
        .contains("the bucket is on fire");
    assertThat(actions().stream().filter("create"::equals).count()).isBetween(10L, 22L);

    store.setTrouble(request -> {});
    pass(Duration.ofMinutes(10));

    assertThat(listener.take()).containsExactly("recovered COMPACTION");
    assertThat(store.names("ltx/1/")).hasSize(1);
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
    store.removeIf(name ->
        name.startsWith("ltx/0/")
            && name.compareTo("ltx/0/0000000000000003") > 0
            && name.compareTo("ltx/0/0000000000000006") < 0);
    pass(Duration.ofMinutes(10));

    assertThat(listener.take()).isEmpty();
    assertThat(store.names("ltx/1/")).hasSize(1);
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
    assertThat(store.names("ltx/0/").size()).isLessThan(500);
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
  void whatMayHaveBeenAppliedIsTriedWithTheSameNameOnly() {
    AmbiguousStore ambiguous = new AmbiguousStore(store);
    Replica through = new Replica(ambiguous);
    housekeeper =
        new Housekeeper(
            through,
            replica.list(),
            CompactionSettings.DEFAULTS,
            new Surroundings(database, listener, folder, clock));
    shipBase();
    shipChange();
    ambiguous.loseNextCreate(false);
    pass(Duration.ofSeconds(31));
    for (int i = 0; i < 4; i++) {
      shipChange();
      pass(Duration.ofSeconds(31));
    }
    ambiguous.loseNextCreate(true);
    pass(MINUTE);
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
    housekeeper.shipped(database.shipWhole(new dev.seseragi.ltx.PageSize(4096), 7));
    shipChange();
    pass(MINUTE);

    assertThat(store.names("ltx/9/")).hasSize(1);
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
    assertThat(store.names("ltx/1/")).isNotEmpty();
  }

  @Test
  void stoppingEndsItBetweenTwoRequestsForGood() {
    shipBase();
    for (int i = 0; i < 20; i++) {
      shipChange();
    }
    clock.advance(MINUTE);
    store.takeRequests();
    store.setTrouble(request -> {
      if (request.name().endsWith("000a.ltx")) {
        housekeeper.stop();
      }
    });

    assertThat(housekeeper.runDue()).isEmpty();
    assertThat(housekeeper.runDue()).isEmpty();
    assertThat(store.names("ltx/1/")).isEmpty();
    assertThat(actions()).hasSize(8);
  }

  @Test
  void anInterruptEndsTheCallAndStays() {
    shipBase();
    shipChange();
    clock.advance(MINUTE);
    Thread.currentThread().interrupt();

    assertThatCode(() -> housekeeper.runDue()).doesNotThrowAnyException();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.names("ltx/1/")).isEmpty();
    pass(SECOND);
    assertThat(store.names("ltx/1/")).hasSize(1);
  }
}
