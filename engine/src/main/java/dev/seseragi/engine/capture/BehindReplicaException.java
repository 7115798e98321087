package dev.seseragi.engine.capture;

import dev.seseragi.engine.fence.RefusedException;
import dev.seseragi.ltx.Txid;
import java.nio.file.Path;

/**
 * The replica has commits that the database lost: a loss of power with {@code synchronous} below
 * FULL, or an older copy of the files put back. Which of the two is right only the user knows.
 */
public final class BehindReplicaException extends RefusedException {
  private static final long serialVersionUID = 1L;

  BehindReplicaException(Path database, Txid txid) {
    super(
        ("%s lacks commits that its replica has at TXID %s: it was put back or lost them with the"
                + " power. `seseragi restore -force %s` takes the replica's state;"
                + " `seseragi reset %s` and a new start keep the database as it is")
            .formatted(database, txid, database, database));
  }
}
