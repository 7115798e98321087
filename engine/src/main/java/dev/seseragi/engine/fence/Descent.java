package dev.seseragi.engine.fence;

import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.ltx.Txid;
import java.util.Optional;

/**
 * Whether a local database can carry on a replica: what its ledger proves about the replica's tail.
 */
public sealed interface Descent {
  /** The ledger describes exactly the tail: go on with what changed since. */
  record AtTail() implements Descent {}

  /**
   * The tail is the segment that this database's last writer was sending when it ended. With its
   * pages noted in the ledger it is the tail.
   */
  record OneBehind() implements Descent {}

  /** Nothing is known: the whole database is copied. */
  record Unknown() implements Descent {}

  /** Somebody else went on from where this database was, or from elsewhere: refuse. */
  record Foreign() implements Descent {}

  /**
   * The last segment of a replica.
   *
   * @param nodeId its writer; 0 for genuine Litestream, which leaves no proof either way
   */
  record Tail(Txid txid, long nodeId, long fileChecksum) {}

  /**
   * Decides.
   *
   * @param known what the ledger describes, or was being brought to; empty without a ledger
   * @param tail empty if the replica is empty
   */
  static Descent of(Optional<LedgerState> known, Optional<Tail> tail) {
    if (known.isEmpty() || tail.isEmpty() || tail.get().nodeId() == 0) {
      boolean isAtLitestreamTail = known.isPresent() && tail.isPresent() && matches(known, tail);
      return isAtLitestreamTail ? new AtTail() : new Unknown();
    }
    if (matches(known, tail)) {
      return new AtTail();
    }
    boolean isOwnNext =
        tail.get().nodeId() == known.get().nodeId()
            && tail.get().txid().equals(known.get().txid().next());
    return isOwnNext ? new OneBehind() : new Foreign();
  }

  private static boolean matches(Optional<LedgerState> known, Optional<Tail> tail) {
    LedgerState state = known.get();
    return state.txid().equals(tail.get().txid())
        && state.nodeId() == tail.get().nodeId()
        && state.fileChecksum() == tail.get().fileChecksum();
  }
}
