package dev.seseragi.engine.restore;

import dev.seseragi.ltx.Txid;
import java.time.Instant;

/** The point of a replica's history that a restore is to bring back. */
public sealed interface RestorePoint {

  /** The newest state there is; it reaches the largest TXID listed, or the restore fails. */
  record Latest() implements RestorePoint {
    @Override
    public String toString() {
      return "the newest state";
    }
  }

  /**
   * The state directly after one position.
   *
   * @param txid 1 or more
   */
  record AtTxid(Txid txid) implements RestorePoint {
    /** Checks the range. */
    public AtTxid {
      if (txid.equals(Txid.NONE)) {
        throw new IllegalArgumentException("a restore goes to TXID 1 or later, found 0");
      }
    }

    @Override
    public String toString() {
      return "TXID " + txid;
    }
  }

  /**
   * The last state whose segments were created strictly before a time (in what Litestream 0.3
   * wrote: at or before it).
   *
   * @param time between the creation of the oldest and of the newest object, both included
   */
  record AtTime(Instant time) implements RestorePoint {
    @Override
    public String toString() {
      return "the state at " + time;
    }
  }
}
