package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.PutOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Compaction and retention of somebody who knows nothing of markers: once slots 3 and 4 are there
 * it merges them, and deletes slot 3 when it is old enough. What the stranger reads in between is
 * no question of ours, so it does that in few steps.
 */
record Stranger(boolean isTimed) implements Stage {
  private static final WriterId NOBODY = new WriterId(99);
  private static final Txid NEWEST = new Txid(4);

  @Override
  public Disk disk() {
    return Disk.EMPTY;
  }

  @Override
  public Optional<Stage> run(Wire wire) {
    Optional<?> found = (Optional<?>) wire.ask(new Request.Restore(NEWEST.value()));
    if (found.isPresent() && isMerged((Content) found.get(), new Replica(wire))) {
      String slot = Names.slot(NEWEST.value() - 1);
      Instant old = isTimed ? Ticks.clock(wire).instant().minus(Ticks.DELETION_AGE) : Instant.EPOCH;
      if (wire.stat(slot).filter(there -> !there.timestamp().isAfter(old)).isPresent()) {
        wire.delete(List.of(slot));
      }
    }
    return Optional.empty();
  }

  private static boolean isMerged(Content content, Replica replica) {
    TxidRange range = new TxidRange(new Txid(2), NEWEST);
    Slots.Offer merged = Segment.offer(range, NOBODY, content, content.log());
    return replica.create(1, range, merged.body(), merged.timestamp())
        instanceof PutOutcome.Created;
  }
}
