package dev.seseragi.engine.fence;

import dev.seseragi.ltx.Txid;

/**
 * A replica has lost its end: a writer had got further than what is listed. It is not empty and not
 * merely old, so nothing is written on top of it.
 */
public final class DamagedReplicaException extends RefusedException {
  private static final long serialVersionUID = 1L;

  /** Names how far it goes and how far it went. */
  public DamagedReplicaException(String replica, Txid tail, Txid marked) {
    super(
        ("%s has lost its end: a writer began at TXID %s, but %s. Was something deleted by hand or by"
                + " a lifecycle rule? Bring the objects back (object versions, soft delete), or"
                + " replicate to another path; `seseragi restore` gives what is left")
            .formatted(
                replica,
                marked,
                tail.value() == 0 ? "no segment is there" : "the last segment is " + tail));
  }
}
