package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Retention of somebody who knows nothing of markers: of what level 1 has and is old enough, all
 * but the newest slot goes.
 */
record Stranger(boolean isTimed) implements Stage {
  @Override
  public Disk disk() {
    return Disk.EMPTY;
  }

  @Override
  public Optional<Stage> run(Wire wire) {
    Replica replica = new Replica(wire);
    Instant old = isTimed ? Ticks.clock(wire).instant().minus(Ticks.DELETION_AGE) : Instant.EPOCH;
    Inventory inventory = replica.list();
    Txid merged =
        inventory.level(1).stream()
            .map(SegmentInfo::max)
            .max(Comparator.naturalOrder())
            .orElse(Txid.NONE);
    List<SegmentInfo> slots = inventory.level(0);
    List<SegmentInfo> superfluous =
        slots.stream()
            .limit(Math.max(0, slots.size() - 1))
            .filter(slot -> !slot.max().isAfter(merged) && !slot.startsHistory())
            .filter(slot -> !slot.created().isAfter(old))
            .toList();
    if (!superfluous.isEmpty()) {
      replica.delete(superfluous);
    }
    return Optional.empty();
  }
}
