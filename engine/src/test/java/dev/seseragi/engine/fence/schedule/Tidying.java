package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.compact.CompactionSettings;
import dev.seseragi.engine.compact.Housekeeper;
import dev.seseragi.engine.compact.HousekeepingListener;
import dev.seseragi.engine.compact.Surroundings;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.fence.schedule.Effect.Refused;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The real {@link Housekeeper}, as eager as it can be set: merges what is there, writes a snapshot,
 * and deletes as soon as it may.
 *
 * @param hold what the writer knows; empty for one who is no writer and begins with a listing
 */
record Tidying(Writer self, Disk disk, Optional<Hold> hold) implements Stage {
  private static final Instant BEGIN = Instant.EPOCH.plus(Duration.ofDays(1));

  /** Retention looks once a minute. */
  private static final Duration BETWEEN = Duration.ofMinutes(2);

  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(36_500);

  @Override
  public Optional<Stage> run(Wire wire) {
    Replica replica = new Replica(Switches.tidying(wire, self.missing()));
    AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    Inventory found =
        hold.map(known -> new Inventory(known.found().segments(), known.found().others()))
            .orElseGet(replica::list);
    Surroundings surroundings =
        new Surroundings(
            () -> snapshot(replica),
            new Alarms(wire),
            Path.of(System.getProperty("java.io.tmpdir")),
            now::get);
    Housekeeper housekeeper = new Housekeeper(replica, found, settings(), surroundings);
    hold.ifPresent(known -> known.shipped().forEach(housekeeper::shipped));
    housekeeper.runDue();
    now.set(BEGIN.plus(BETWEEN));
    housekeeper.runDue();
    return hold.map(known -> new Writing(self, disk, known.tidied()));
  }

  private CompactionSettings settings() {
    return new CompactionSettings(
        List.of(SOON),
        self.does(Writer.Habit.SNAPSHOT) ? SOON : NEVER,
        Duration.ZERO,
        SOON,
        Duration.ZERO,
        true,
        PageFormat.BLOCK,
        1 << 20);
  }

  /** What is confirmed; without the rule also what is committed and not sent yet. */
  private Optional<SegmentInfo> snapshot(Replica replica) {
    Optional<Txid> position = hold.flatMap(Hold::last);
    if (position.isEmpty()) {
      return Optional.empty();
    }
    WriterId writer = hold.orElseThrow().writer();
    TxidRange range = TxidRange.upTo(position.get());
    Content content =
        self.lacks(Rule.CONFIRMED_ONLY) ? disk.content().plus(self.next(disk)) : disk.content();
    Slots.Offer whole = Segment.offer(range, writer, content, List.of());
    PutOutcome outcome =
        replica.create(SegmentInfo.SNAPSHOT_LEVEL, range, whole.body(), whole.timestamp());
    if (outcome instanceof PutOutcome.Unknown(StoreException cause)) {
      throw cause;
    }
    return Optional.of(
        new SegmentInfo(
            SegmentInfo.SNAPSHOT_LEVEL, range, whole.body().sizeBytes(), whole.timestamp()));
  }

  /** What housekeeping calls damage where there is none is a false alarm. */
  private record Alarms(Wire wire) implements HousekeepingListener {
    @Override
    public void failing(Step step, String message) {}

    @Override
    public void recovered(Step step) {}

    @Override
    public void damaged(String message) {
      wire.tell(new Refused(message, true));
    }

    @Override
    public void deletingForbidden(String message) {}
  }
}
