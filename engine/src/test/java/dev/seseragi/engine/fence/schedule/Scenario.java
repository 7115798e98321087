package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.fence.schedule.Actor.Traits;
import dev.seseragi.engine.fence.schedule.Violation.Kind;
import dev.seseragi.engine.fence.schedule.Writer.Habit;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A replica with two segments, and who is let loose on it.
 *
 * <p>The commits 1 and 2 are in slots 1 and 2, which {@link #FIRST} wrote; every slot from 3 on is
 * still to come.
 */
final class Scenario {
  /** Who wrote what is there. */
  static final WriterId FIRST = new WriterId(1L << 32 | 7);

  /** Level by level, upwards. */
  static final List<String> UPWARDS = List.of("ltx/0/", "ltx/1/", "ltx/9/", "seseragi/");

  private final String name;
  private final Bounds bounds;
  private final Set<Rule> missing;
  private final List<Actor> actors = new ArrayList<>();

  Scenario(String name, Bounds bounds, Rule... missing) {
    this.name = name;
    this.bounds = bounds;
    this.missing = missing.length == 0 ? Set.of() : EnumSet.copyOf(List.of(missing));
  }

  /** One that starts with nothing, makes some commits, and comes back if there are restarts. */
  Scenario writer(String who, List<Integer> commits, Habit... habits) {
    Writer writer = writerOf(commits, habits);
    return add(who, writer.start(), traits(writer));
  }

  /** The same; it never comes back. */
  Scenario mortal(String who, List<Integer> commits, Habit... habits) {
    Writer writer = writerOf(commits, habits);
    Traits traits = writer.isTidy() ? Traits.PLAIN.deleting() : Traits.PLAIN;
    return add(who, writer.start(), traits);
  }

  /** The same; it never comes back, and lists level by level. */
  Scenario writerByPages(String who, List<Integer> commits, Habit... habits) {
    Writer writer = writerOf(commits, habits);
    return add(who, writer.start(), Traits.PLAIN.listing(UPWARDS));
  }

  /** One that starts on a disk from when slot 2 was the last. */
  Scenario oldDisk(String who, List<Integer> commits, Habit... habits) {
    Writer writer = writerOf(commits, habits);
    return add(who, writer.restart(diskAtTwo()), traits(writer));
  }

  /** The writer that holds the replica from the beginning. */
  Scenario holder(String who, List<Integer> commits, Habit... habits) {
    Writer writer = writerOf(commits, habits);
    Hold hold = Hold.of(FIRST, new Hold.Found(segments(), List.of()));
    return add(who, new Writing(writer, diskAtTwo(), hold), traits(writer));
  }

  /** The same; its clocks count. */
  Scenario veteran(String who, int commit) {
    Writer writer = writerOf(List.of(commit));
    return add(who, new Veteran(writer, diskAtTwo(), FIRST), Traits.PLAIN);
  }

  /** One that starts where others delete, and whose fence is not long on its way. */
  Scenario newcomer(String who, int commit) {
    Writer writer = writerOf(List.of(commit), Habit.LIVES_IN_TIME);
    return add(who, writer.start(), Traits.PLAIN.punctual());
  }

  /** Merging and deletion by somebody who is no writer. */
  Scenario janitor(String who) {
    Stage tidying = new Tidying(writerOf(List.of()), Disk.EMPTY, Optional.empty());
    return add(who, tidying, Traits.PLAIN.deleting());
  }

  /** Somebody who restores. */
  Scenario reader(String who) {
    List<String> pages = missing.contains(Rule.LIST_UPWARDS) ? UPWARDS.reversed() : UPWARDS;
    return add(who, new Reading(missing), Traits.PLAIN.listing(pages));
  }

  /** Deletion by a stranger. */
  Scenario stranger(String who) {
    return add(who, new Stranger(bounds.ticks() > 0), Traits.PLAIN.deleting());
  }

  private static Traits traits(Writer writer) {
    Traits traits = Traits.PLAIN.restarting(writer::restart);
    return writer.isTidy() ? traits.deleting() : traits;
  }

  private Writer writerOf(List<Integer> commits, Habit... habits) {
    Set<Habit> all = habits.length == 0 ? Set.of() : EnumSet.copyOf(List.of(habits));
    return new Writer(actors.size() + 1, missing, commits, all);
  }

  private Scenario add(String who, Stage first, Traits traits) {
    actors.add(new Actor(who, first, traits, Math.max(1, bounds.faults())));
    return this;
  }

  /** Goes through all of it, and says how much that was. */
  Explorer.Result explore(Set<Kind> forbidden) {
    long begin = System.nanoTime();
    Explorer.Result result =
        new Explorer(new World(beginning(), bounds, actors), forbidden).explore();
    System.out.printf(
        "schedules, %s: %,d states, %,d steps, %,d runs, %,d ms%n",
        name,
        result.states(),
        result.steps(),
        result.runs(),
        (System.nanoTime() - begin) / 1_000_000);
    return result;
  }

  private static Shelf beginning() {
    Shelf shelf = Shelf.EMPTY;
    for (int slot = 1; slot <= 2; slot++) {
      Blob blob = new Blob(offer(slot).body(), "the first writer");
      shelf = shelf.with(Names.slot(slot), new Shelf.Kept(blob, Instant.EPOCH));
    }
    return shelf;
  }

  private static List<SegmentInfo> segments() {
    return beginning().objects().entrySet().stream()
        .map(object -> object.getValue().info(object.getKey()))
        .map(object ->
            new SegmentInfo(
                0,
                TxidRange.of(new Txid(Names.place(object.name()).orElseThrow().max())),
                object.sizeBytes(),
                object.timestamp()))
        .toList();
  }

  private static Slots.Offer offer(int slot) {
    Content content = Content.EMPTY.plus(slot == 1 ? List.of(1) : List.of(1, 2));
    return Segment.offer(TxidRange.of(new Txid(slot)), FIRST, content, List.of(slot));
  }

  private static Disk diskAtTwo() {
    LedgerState ledger =
        new LedgerState(
            new Txid(2),
            FIRST.value(),
            offer(2).identity().fileChecksum(),
            Segment.PAGE_SIZE,
            Segment.COMMIT_PAGES,
            Optional.empty());
    Content content = Content.EMPTY.plus(List.of(1, 2));
    return new Disk(0, Optional.of(ledger), Optional.empty(), content, List.of());
  }
}
