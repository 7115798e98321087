package dev.seseragi.engine.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.Body;
import dev.seseragi.testkit.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Random histories, with retention at random times, restored as genuine Litestream restores:
 * whatever was deleted, every promised point is there, and is what the database was.
 */
final class RandomHistoriesTest {
  private static final Duration GRACE = Duration.ofMinutes(3);
  private static final Duration L0_RETENTION = Duration.ofMinutes(5);
  private static final Duration SNAPSHOT_RETENTION = Duration.ofHours(3);

  private static final CompactionSettings SETTINGS =
      new CompactionSettings(
          List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1)),
          Duration.ofHours(2),
          SNAPSHOT_RETENTION,
          L0_RETENTION,
          GRACE,
          true,
          PageFormat.BLOCK,
          0);

  /** What happens next; how long a wait is, is told by its name. */
  enum Event {
    COMMIT(0),
    GROW_OR_SHRINK(0),
    WHOLE_COPY(0),
    TAKE_OVER(0),
    LOOK(0),
    SECONDS(7),
    HALF_MINUTE(31),
    MINUTES(130),
    L0_RETENTION(540),
    HOUR(3700),
    HOURS(8000),
    ASLEEP(6100);

    private final Duration wait;

    Event(int seconds) {
      this.wait = Duration.ofSeconds(seconds);
    }
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.just(Event.COMMIT)),
            Tuple.of(6, Arbitraries.just(Event.SECONDS)),
            Tuple.of(10, Arbitraries.of(Event.values())))
        .list()
        .ofMinSize(5)
        .ofMaxSize(120);
  }

  @Property(tries = 200)
  void everyPromisedPointCanBeRestored(
      @ForAll("histories") List<Event> history, @ForAll @Size(2) List<Boolean> kinds)
      throws IOException {
    try (World world = new World(kinds.get(0), kinds.get(1))) {
      for (Event event : history) {
        world.happen(event);
        world.check();
      }
    }
  }

  /** A plan that somebody made from a listing. */
  private record Look(Instant at, List<SegmentInfo> plan) {}

  private static final class World implements AutoCloseable {
    private final MemoryStore store = new MemoryStore();
    private final Replica replica = new Replica(store);
    private final TestClock clock = new TestClock("2026-11-21T12:00:00Z");
    private final TestDatabase database = new TestDatabase(replica, clock, new Random(7));
    private final RecordingListener listener = new RecordingListener();
    private final Path folder = Files.createTempDirectory("housekeeping");

    /** Each slot by the time it was made. */
    private final NavigableMap<Instant, Txid> slots = new TreeMap<>();

    /** Where segments of level 1 end, by the time of their last commit. */
    private final NavigableMap<Instant, Txid> mergedUpTo = new TreeMap<>();

    private final Set<Txid> marked = new HashSet<>();
    private final List<Look> looks = new ArrayList<>();
    private final boolean isMarking;
    private int pages;
    private Housekeeper housekeeper = newHousekeeper();

    World(boolean beginsWithFence, boolean isMarking) throws IOException {
      this.isMarking = isMarking;
      if (beginsWithFence) {
        shipped(database.shipWhole(1));
      }
      pages = 6;
      shipped(database.shipWhole(pages));
    }

    private Housekeeper newHousekeeper() {
      return new Housekeeper(
          replica, replica.list(), SETTINGS, new Surroundings(database, listener, folder, clock));
    }

    private void shipped(SegmentInfo segment) {
      // Times within a millisecond cannot be told apart by anybody.
      clock.advance(Duration.ofMillis(2));
      slots.put(segment.created(), segment.max());
      housekeeper.shipped(segment);
    }

    void happen(Event event) {
      switch (event) {
        case COMMIT -> shipped(database.shipChange());
        case GROW_OR_SHRINK -> {
          pages = pages > 9 ? 3 : pages + 2;
          shipped(database.shipChange(pages));
        }
        case WHOLE_COPY -> shipped(database.shipWhole(pages));
        case TAKE_OVER -> takeOver();
        case LOOK -> look();
        case ASLEEP -> {
          clock.advance(event.wait);
          takeOver();
        }
        case SECONDS, HALF_MINUTE, MINUTES, L0_RETENTION, HOUR, HOURS -> pass(event.wait);
      }
    }

    private void takeOver() {
      // What an earlier process made shortly before its end is known by its age only.
      looks.clear();
      housekeeper = newHousekeeper();
      if (isMarking) {
        String name = Markers.FOLDER + database.tail().next() + "-00000001000000aa.json";
        store.put(name, Body.of(new byte[0]), clock.instant());
        marked.add(database.tail().next());
      }
      database.nextWriter();
      shipped(database.shipFence());
    }

    private void pass(Duration time) {
      Instant end = clock.instant().plus(time);
      Optional<Instant> next = runDue();
      while (next.isPresent() && !next.get().isAfter(end)) {
        clock.setTo(next.get());
        next = runDue();
      }
      clock.setTo(end);
    }

    private Optional<Instant> runDue() {
      Optional<Instant> next = housekeeper.runDue().map(clock.instant()::plus);
      replica.list().level(1).forEach(merged -> mergedUpTo.put(merged.created(), merged.max()));
      return next;
    }

    private void look() {
      Inventory inventory = replica.list();
      looks.add(new Look(clock.instant(), GenuineReader.newest(inventory)));
      for (Instant time : promisedTimes()) {
        List<SegmentInfo> plan = GenuineReader.before(inventory, time);
        if (!time.isBefore(clock.instant().minus(L0_RETENTION))
            || !usesLeftovers(inventory, plan)) {
          looks.add(new Look(clock.instant(), plan));
        }
      }
    }

    /** Whether a plan gets nearer to an old point in time than is promised. */
    private static boolean usesLeftovers(Inventory inventory, List<SegmentInfo> plan) {
      return plan.stream()
          .filter(segment -> segment.level() == 0)
          .anyMatch(slot ->
              inventory.level(1).stream().anyMatch(merged -> merged.range().contains(slot.max())));
    }

    /** Just behind some slots in the promised time, the first and the last of it among them. */
    private List<Instant> promisedTimes() {
      Instant promised = clock.instant().minus(SNAPSHOT_RETENTION);
      @Nullable Instant first = slots.floorKey(promised);
      List<Instant> made =
          List.copyOf(slots.tailMap(first == null ? slots.firstKey() : first).keySet());
      List<Instant> times = new ArrayList<>();
      for (int i = 0; i < made.size(); i += 1 + made.size() / 10) {
        Instant time = made.get(i).plusMillis(1);
        times.add(time.isBefore(promised) ? promised : time);
      }
      return times;
    }

    void check() {
      Inventory inventory = replica.list();
      assertThat(listener.take()).isEmpty();
      assertThat(inventory.level(0).getLast().max()).isEqualTo(database.tail());
      checkNewest(inventory);
      promisedTimes().forEach(time -> checkTime(inventory, time));
      for (Txid slot : marked) {
        assertThat(store.stat(replica.nameOf(0, TxidRange.of(slot)))).isPresent();
      }
      checkLooks();
      checkGaps(inventory);
    }

    private void checkNewest(Inventory inventory) {
      List<SegmentInfo> plan = GenuineReader.newest(inventory);
      assertThat(plan.getLast().max()).isEqualTo(database.tail());
      assertState(plan);
    }

    private void checkTime(Inventory inventory, Instant time) {
      List<SegmentInfo> plan = GenuineReader.before(inventory, time);
      Txid restored = plan.getLast().max();
      Txid exact = slots.lowerEntry(time).getValue();
      assertThat(restored).isLessThanOrEqualTo(exact);
      if (!time.isBefore(clock.instant().minus(L0_RETENTION))) {
        assertThat(restored).as("within level-0 retention, before " + time).isEqualTo(exact);
      }
      Optional.ofNullable(mergedUpTo.lowerEntry(time))
          .ifPresent(merged ->
              assertThat(restored).as("before " + time).isGreaterThanOrEqualTo(merged.getValue()));
      assertState(plan);
    }

    private void assertState(List<SegmentInfo> plan) {
      TestDatabase.State restored = TestDatabase.restore(replica, plan);
      assertThat(restored.isSameAs(database.stateAt(plan.getLast().max()))).isTrue();
    }

    private void checkLooks() {
      looks.removeIf(look -> look.at.plus(GRACE).isBefore(clock.instant()));
      for (Look look : looks) {
        assertThat(look.plan)
            .as("planned at " + look.at + ", fetched at " + clock.instant())
            .allMatch(segment -> store.stat(replica.nameOf(segment)).isPresent());
      }
    }

    private void checkGaps(Inventory inventory) {
      for (int level = 1; level < SegmentInfo.SNAPSHOT_LEVEL; level++) {
        List<SegmentInfo> segments = inventory.level(level);
        for (int i = 1; i < segments.size(); i++) {
          assertThat(segments.get(i).min()).isEqualTo(segments.get(i - 1).max().next());
        }
      }
    }

    @Override
    public void close() throws IOException {
      Files.delete(folder);
    }
  }
}
