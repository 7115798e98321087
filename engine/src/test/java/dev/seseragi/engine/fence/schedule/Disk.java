package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.OfferNote;
import dev.seseragi.ltx.Txid;
import java.util.List;
import java.util.Optional;

/**
 * What outlives a crash of a writer.
 *
 * @param starts how often it was started
 * @param ledger up to where the replica is known to have the database
 * @param offered what was offered last
 * @param content the database
 * @param unshipped its commits that are not known to be in the store
 */
record Disk(
    int starts,
    Optional<LedgerState> ledger,
    Optional<OfferNote.Offered> offered,
    Content content,
    List<Integer> unshipped) {

  /** Without a database. */
  static final Disk EMPTY =
      new Disk(0, Optional.empty(), Optional.empty(), Content.EMPTY, List.of());

  Disk {
    unshipped = List.copyOf(unshipped);
  }

  Txid position() {
    return ledger.map(LedgerState::txid).orElse(Txid.NONE);
  }

  Disk started() {
    return new Disk(starts + 1, ledger, offered, content, unshipped);
  }

  /** Something was committed, and offered. */
  Disk offering(Content next, List<Integer> commits, OfferNote.Offered offer) {
    return new Disk(starts, ledger, Optional.of(offer), next, commits);
  }

  /** The replica has this, and everything that was committed. */
  Disk shipped(LedgerState state) {
    return new Disk(starts, Optional.of(state), offered, content, List.of());
  }

  /** The replica's end is this; what was not shipped still is not. */
  Disk caughtUp(LedgerState state, List<Integer> rest) {
    return new Disk(starts, Optional.of(state), offered, content, rest);
  }
}
