package dev.seseragi.engine.fence;

import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.OfferNote;
import java.util.List;
import java.util.Optional;

/**
 * Whether a local database can carry on a replica: what its ledger proves about the replica's end
 * (docs/fencing.md, step 6).
 */
public sealed interface Descent {
  /**
   * The database comes from here.
   *
   * @param behind how many segments the ledger does not know: fences of starts, and at most one
   *     batch of this database that its last writer was sending when it ended. With their pages
   *     noted in the ledger it describes the tail
   */
  record From(int behind) implements Descent {}

  /** More of the end must be read to decide. */
  record Further() implements Descent {}

  /** Nothing is known: the whole database is copied. */
  record Unknown() implements Descent {}

  /** Somebody else went on from where this database was, or from elsewhere: refuse. */
  record Foreign() implements Descent {}

  /** How many segments at the end are looked at: fences of starts that never shipped. */
  int MAX_LOOK = 64;

  /**
   * Decides.
   *
   * @param known what the ledger describes, or was being brought to; empty without a ledger
   * @param offered what this database offered last, if that is known
   * @param end the newest segments, the tail first, without a hole; empty if the replica is
   */
  static Descent of(
      Optional<LedgerState> known, Optional<OfferNote.Offered> offered, List<Slots.Tail> end) {
    if (known.isEmpty() || end.isEmpty()) {
      return new Unknown();
    }
    LedgerState state = known.get();
    Slots.Tail oldest = end.getLast();
    if (isAt(state, oldest)) {
      return new From(end.size() - 1);
    }
    if (Fence.isEmpty(oldest.identity().sizeBytes()) && end.size() < MAX_LOOK) {
      return new Further();
    }
    long nodeId = oldest.header().nodeId();
    if (nodeId == 0) {
      // Genuine Litestream leaves no proof either way.
      return new Unknown();
    }
    boolean isOwnNext =
        oldest.header().range().max().equals(state.txid().next())
            && offered.filter(offer -> isOf(offer, oldest)).isPresent();
    return isOwnNext ? new From(end.size()) : new Foreign();
  }

  private static boolean isOf(OfferNote.Offered offer, Slots.Tail segment) {
    return offer.slot().equals(segment.header().range().max())
        && offer.nodeId() == segment.header().nodeId()
        && offer.fileChecksum() == segment.identity().fileChecksum();
  }

  private static boolean isAt(LedgerState state, Slots.Tail segment) {
    return state.txid().equals(segment.header().range().max())
        && state.nodeId() == segment.header().nodeId()
        && state.fileChecksum() == segment.identity().fileChecksum();
  }
}
