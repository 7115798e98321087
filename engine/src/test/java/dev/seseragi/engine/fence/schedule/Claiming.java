package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Claim;
import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.fence.NotDescendedException;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.Body;
import dev.seseragi.store.ForwardingStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The start of a writer: the real {@link Claim}, and what a start does before and behind it. */
record Claiming(Writer self, Disk disk) implements Stage {
  private static final Path DATABASE = Path.of("app.db");
  private static final Duration STEP = Duration.ofMinutes(2);

  @Override
  public Optional<Stage> run(Wire wire) throws InterruptedException {
    MarkerWatch store = new MarkerWatch(Switches.claiming(wire, self.missing()), wire);
    Replica replica = new Replica(store);
    Map<SegmentInfo, Slots.Tail> known = new HashMap<>();
    Claim.Held held =
        new Claim(replica, self.policy(), environment(wire, store))
            .run(
                Segment.PAGE_SIZE,
                (inventory, tail) -> {
                  tail.ifPresent(read -> known.put(inventory.tailSegment().orElseThrow(), read));
                  refuseStrangers(replica, inventory, known);
                });
    Disk ready =
        disk.ledger().isEmpty() ? restored(wire, held) : caughtUp(wire, replica, held, known);
    wire.tell(new Effect.Wrote(ready));
    Hold.Found found =
        self.isTidy()
            ? new Hold.Found(held.inventory().segments(), held.inventory().others())
            : Hold.Found.NOTHING;
    return Optional.of(new Writing(self, ready, Hold.of(held.writer(), found)));
  }

  private Claim.Environment environment(Wire wire, InstantSource watch) {
    RandomGenerator random =
        new SplittableRandom(self.lacks(Rule.RANDOM_ID) ? 1 : 1_000 * self.seed() + disk.starts());
    boolean isTimed = self.does(Writer.Habit.LIVES_IN_TIME);
    InstantSource clock = isTimed ? watch : Ticks.stopped();
    // However little time goes by, a start takes it for too much and lists again.
    AtomicLong nanos = new AtomicLong();
    LongSupplier nanoTime =
        isTimed || self.lacks(Rule.LIST_BEFORE_FENCE)
            ? () -> 0
            : () -> nanos.addAndGet(STEP.toNanos());
    return new Claim.Environment(
        random, clock, nanoTime, Duration.ZERO, wire::pause, "\"host\": \"test\"");
  }

  private void refuseStrangers(
      Replica replica, Inventory inventory, Map<SegmentInfo, Slots.Tail> known) {
    if (disk.ledger().isPresent()
        && !self.lacks(Rule.DESCENT)
        && !Ancestry.of(disk, replica, inventory, known).isProven()) {
      throw new NotDescendedException(DATABASE, replica.describe(), inventory.tail());
    }
  }

  /** Nothing was there: what the replica has is restored. */
  private Disk restored(Wire wire, Claim.Held held) {
    Optional<?> content = (Optional<?>) wire.ask(new Request.Restore(held.slot().value()));
    if (content.isEmpty()) {
      throw new Wire.GaveUp();
    }
    return new Disk(
        disk.starts(),
        Optional.of(ledger(held)),
        Optional.empty(),
        (Content) content.get(),
        List.of());
  }

  /** What is not in the replica yet will be sent behind the fence. */
  private Disk caughtUp(
      Wire wire, Replica replica, Claim.Held held, Map<SegmentInfo, Slots.Tail> known) {
    if (self.lacks(Rule.DESCENT)) {
      return disk.caughtUp(ledger(held), disk.unshipped());
    }
    Ancestry ancestry = Ancestry.of(disk, replica, held.inventory(), known);
    if (!ancestry.isProven()) {
      throw new NotDescendedException(DATABASE, replica.describe(), held.slot());
    }
    if (!ancestry.isOwnBatchThere()) {
      return disk.caughtUp(ledger(held), disk.unshipped());
    }
    Txid slot = disk.offered().orElseThrow().slot();
    wire.tell(new Effect.Acknowledged(Names.slot(slot.value()), disk.unshipped()));
    return disk.caughtUp(ledger(held), List.of());
  }

  private static LedgerState ledger(Claim.Held held) {
    return new LedgerState(
        held.slot(),
        held.fence().nodeId(),
        held.fence().fileChecksum(),
        Segment.PAGE_SIZE,
        Segment.COMMIT_PAGES,
        Optional.empty());
  }

  /** What time it is matters from the marker on: before that it is the beginning. */
  private static final class MarkerWatch extends ForwardingStore implements InstantSource {
    private final InstantSource clock;
    private boolean isMarked;

    MarkerWatch(ObjectStore store, Wire wire) {
      super(store);
      this.clock = Ticks.clock(wire);
    }

    @Override
    public PutOutcome create(String name, Body body, Instant timestamp) {
      PutOutcome outcome = super.create(name, body, timestamp);
      isMarked |= name.startsWith(Markers.FOLDER);
      return outcome;
    }

    @Override
    public Instant instant() {
      return isMarked ? clock.instant() : Instant.EPOCH;
    }
  }
}
