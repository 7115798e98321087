package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Descent;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the end of a replica as far back as the real {@link Descent} wants to see it.
 *
 * @param isOwnBatchThere whether the oldest segment behind the disk's ledger is what the disk
 *     offered last
 */
record Ancestry(Descent descent, boolean isOwnBatchThere) {
  /**
   * Reads.
   *
   * @param known what was read before, which is not read again
   */
  static Ancestry of(
      Disk disk, Replica replica, Inventory inventory, Map<SegmentInfo, Slots.Tail> known) {
    Slots slots = new Slots(replica);
    List<Slots.Tail> end = new ArrayList<>();
    Descent descent = new Descent.Further();
    Optional<SegmentInfo> next = inventory.tailSegment();
    while (next.isPresent() && descent instanceof Descent.Further) {
      end.add(known.computeIfAbsent(next.get(), slots::read));
      descent = Descent.of(disk.ledger(), disk.offered(), end);
      Txid before = next.get().min().plus(-1);
      next = inventory.endingAt(before);
    }
    boolean isOwn =
        !end.isEmpty()
            && disk.offered()
                .filter(offer -> offer.fileChecksum() == end.getLast().identity().fileChecksum())
                .isPresent()
            && descent.equals(new Descent.From(end.size()));
    return new Ancestry(descent, isOwn);
  }

  boolean isProven() {
    return descent instanceof Descent.From;
  }
}
