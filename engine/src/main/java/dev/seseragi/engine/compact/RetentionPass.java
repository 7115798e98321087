package dev.seseragi.engine.compact;

import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Deletes once what retention allows, for a replica whose writer may not delete: run on a schedule
 * by someone who may. Safe beside a writer, and beside another pass.
 *
 * <p>One use, one thread.
 */
public final class RetentionPass {
  private final Retention retention;
  private final Inventory inventory;
  private final List<SegmentInfo> deletable;
  private final Instant now;

  private RetentionPass(Retention retention, Inventory inventory, RetentionPlan plan, Instant now) {
    this.retention = retention;
    this.inventory = inventory;
    this.deletable = plan.deletable(Markers.slots(inventory.others()), now);
    this.now = now;
  }

  /**
   * Lists a replica and decides what may go.
   *
   * @param settings how long what is kept; {@code retentionEnabled} is not asked
   */
  public static RetentionPass plan(Replica replica, CompactionSettings settings, Instant now) {
    Inventory inventory = replica.list();
    Holdings holdings = new Holdings(inventory, settings.topLevel());
    Retention retention = new Retention(replica, settings, holdings, () -> {});
    RetentionPlan plan = new RetentionPlan(inventory, SegmentInfo::created, settings);
    return new RetentionPass(retention, inventory, plan, now);
  }

  /** What will be deleted, in the order in which history is shortened from its beginning. */
  public List<SegmentInfo> deletable() {
    return deletable;
  }

  /** What stays, ascending by creation. */
  public List<SegmentInfo> kept() {
    Set<SegmentInfo> gone = Set.copyOf(deletable);
    return inventory.segments().stream()
        .filter(segment -> !gone.contains(segment))
        .sorted(Comparator.comparing(SegmentInfo::created))
        .toList();
  }

  /**
   * Deletes. A slot that a marker names since the plan was made stays.
   *
   * @return false if the store forbids it
   * @throws dev.seseragi.store.StoreException if it failed on the way; what is gone was superfluous
   */
  public boolean run() {
    return retention.run(now);
  }
}
