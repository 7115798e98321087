package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.Look;
import dev.seseragi.engine.fence.SlotFiller;
import dev.seseragi.engine.fence.SlotVerdict;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.OfferNote;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Commits, and brings that into the store by the real {@link SlotFiller}. */
final class Commit {
  private final Writer self;
  private final Wire wire;
  private final Replica replica;
  private final Look look;

  Commit(Writer self, Wire wire, Replica replica, Look look) {
    this.self = self;
    this.wire = wire;
    this.replica = replica;
    this.look = look;
  }

  /** What the disk holds then, and what the store. */
  record Shipped(Disk disk, SegmentInfo segment) {}

  /**
   * Runs.
   *
   * @param commits what is to be in the next slot; the database may have it already
   * @return empty if the writer is fenced
   */
  Optional<Shipped> run(Disk before, WriterId writer, List<Integer> commits)
      throws InterruptedException {
    boolean isThere = before.content().log().containsAll(commits);
    Content content = isThere ? before.content() : before.content().plus(commits);
    Txid slot = before.position().next();
    Slots.Offer offer = Segment.offer(TxidRange.of(slot), writer, content, commits);
    Disk disk = before.offering(content, commits, noted(offer));
    wire.tell(new Effect.Wrote(disk));
    if (self.lacks(Rule.GATE)) {
      wire.tell(new Effect.Shown(commits));
    }
    if (self.lacks(Rule.FROZEN_BYTES)) {
      return fillWithMore(disk, offer);
    }
    return switch (new SlotFiller(replica, look, new Attempts()).fill(offer)) {
      case SlotFiller.Outcome.Stored() -> Optional.of(stored(disk, offer));
      case SlotFiller.Outcome.Fenced(long _) -> fenced(commits);
    };
  }

  private static OfferNote.Offered noted(Slots.Offer offer) {
    return new OfferNote.Offered(
        offer.slot(), offer.identity().nodeId(), offer.identity().fileChecksum());
  }

  private Shipped stored(Disk disk, Slots.Offer offer) {
    wire.tell(new Effect.Acknowledged(Names.slot(offer.slot().value()), disk.unshipped()));
    LedgerState ledger =
        new LedgerState(
            offer.slot(),
            offer.identity().nodeId(),
            offer.identity().fileChecksum(),
            Segment.PAGE_SIZE,
            Segment.COMMIT_PAGES,
            Optional.empty());
    Disk shipped = disk.shipped(ledger);
    wire.tell(new Effect.Wrote(shipped));
    TxidRange range = TxidRange.of(offer.slot());
    return new Shipped(
        shipped, new SegmentInfo(0, range, offer.body().sizeBytes(), offer.timestamp()));
  }

  private Optional<Shipped> fenced(List<Integer> commits) {
    wire.tell(new Effect.SetAside(commits));
    return Optional.empty();
  }

  /** Without frozen bytes: what seems to have failed is offered again with what came since. */
  private Optional<Shipped> fillWithMore(Disk first, Slots.Offer small) {
    Slots slots = new Slots(replica);
    Slots.Offer offer = small;
    Disk disk = first;
    while (true) {
      switch (slots.offer(offer, _ -> {})) {
        case SlotVerdict.Mine() -> {
          return Optional.of(stored(disk, offer));
        }
        case SlotVerdict.Another(long _) -> {
          return fenced(disk.unshipped());
        }
        case SlotVerdict.Absent() -> {
          wire.pause();
          int more = disk.unshipped().getLast() + 1;
          List<Integer> all = new ArrayList<>(disk.unshipped());
          all.add(more);
          Content content = disk.content().plus(List.of(more));
          WriterId writer = new WriterId(offer.identity().nodeId());
          offer = Segment.offer(TxidRange.of(offer.slot()), writer, content, all);
          disk = disk.offering(content, all, noted(offer));
          wire.tell(new Effect.Wrote(disk));
        }
      }
    }
  }

  private final class Attempts implements SlotFiller.Attempts {
    @Override
    public void failed(String problem) {}

    @Override
    public void pause() {
      wire.pause();
    }
  }
}
