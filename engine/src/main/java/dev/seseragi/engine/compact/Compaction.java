package dev.seseragi.engine.compact;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the levels above 0 up to date, one merge at a time. */
final class Compaction {
  private final Replica replica;
  private final CompactionSettings settings;
  private final Compactor compactor;
  private final Holdings holdings;
  private final HousekeepingListener listener;

  /** Merges of which nobody knows whether they were applied, by level. */
  private final Map<Integer, CompactionPlan> unsure = new HashMap<>();

  private Txid lastPageSizeChange = Txid.NONE;

  Compaction(
      Replica replica,
      CompactionSettings settings,
      Compactor compactor,
      Holdings holdings,
      HousekeepingListener listener) {
    this.replica = replica;
    this.settings = settings;
    this.compactor = compactor;
    this.holdings = holdings;
    this.listener = listener;
  }

  /** When a merge into {@code level} is due; empty if nothing waits below it. */
  Optional<Instant> dueAt(int level, Instant now) {
    return unsure.containsKey(level)
        ? Optional.of(now)
        : CompactionPlan.dueAt(holdings.inventory(), level, settings.interval(level), now);
  }

  /** Makes one segment of {@code level}. */
  Task.Result run(int level, Instant now) throws IOException {
    Optional<CompactionPlan> plan = plan(level, now);
    if (plan.isEmpty()) {
      return new Task.Result.Done();
    }
    return switch (compactor.run(plan.get())) {
      case CompactionOutcome.Made(SegmentInfo made, boolean hasNewPageSize) -> {
        keep(made, now);
        if (hasNewPageSize) {
          lastPageSizeChange = made.max();
        }
        yield new Task.Result.Done();
      }
      case CompactionOutcome.Taken(SegmentInfo made) -> {
        keep(made, now);
        yield new Task.Result.Surprise(replica.nameOf(made) + " was there already");
      }
      case CompactionOutcome.Unsure(var cause) -> {
        unsure.put(level, plan.get());
        yield new Task.Result.Surprise(String.valueOf(cause.getMessage()));
      }
      case CompactionOutcome.Damaged(SegmentInfo input, String problem) -> ignore(input, problem);
    };
  }

  /** The plans that were begun are void: what they read may not be there any more. */
  void forgetUnsure() {
    unsure.clear();
  }

  /** The position before which the page size changed last, as far as was seen by merging. */
  Txid lastPageSizeChange() {
    return lastPageSizeChange;
  }

  private Optional<CompactionPlan> plan(int level, Instant now) {
    Inventory inventory = holdings.inventory();
    @Nullable CompactionPlan begun = unsure.get(level);
    // The request may still be applied. With more inputs the result would get another name, and the
    // level two segments that overlap, over which genuine Litestream does not merge.
    if (begun != null && !has(inventory, begun)) {
      return Optional.of(begun);
    }
    unsure.remove(level);
    return CompactionPlan.of(inventory, level, settings.interval(level), now);
  }

  private static boolean has(Inventory inventory, CompactionPlan plan) {
    return inventory.level(plan.level()).stream()
        .anyMatch(segment -> segment.range().equals(plan.range()));
  }

  private void keep(SegmentInfo made, Instant now) {
    unsure.remove(made.level());
    holdings.add(made, now);
  }

  private Task.Result ignore(SegmentInfo input, String problem) {
    unsure.clear();
    if (!holdings.ignoreDamaged(input)) {
      throw new SeseragiException(
          "more than %d segments are damaged. Keep a copy of the replica, and begin a new one"
              .formatted(Holdings.MAX_DAMAGED));
    }
    listener.damaged(
        "%s. It was not merged into level %d; restores that need it fail until a snapshot covers it"
            .formatted(problem, input.level() + 1));
    return new Task.Result.Done();
  }
}
