package dev.seseragi.engine.fence;

import dev.seseragi.ltx.Txid;
import java.nio.file.Path;

/**
 * The replica has a history that this database does not come from: shipping it would overwrite the
 * other. Only the user can say which one to keep.
 */
public final class NotDescendedException extends RefusedException {
  private static final long serialVersionUID = 1L;

  /** Names both. */
  public NotDescendedException(Path database, String replica, Txid tail) {
    super(
        ("%s does not descend from TXID %s of %s: another program has written there since."
                + " `seseragi restore -force` takes the replica's state; `seseragi reset %s` and a"
                + " new start put this database on top of the replica's history")
            .formatted(database, tail, replica, database));
  }

  /** Neither the local state nor a comparison proves descent. */
  public static NotDescendedException unproven(Path database, String replica, Txid tail) {
    return new NotDescendedException(
        ("%s is not what %s holds at TXID %s, and nothing proves that it grew from it: its local state is"
                + " missing or tells of another replica. `seseragi restore -force` takes the replica's"
                + " state; `seseragi reset %s` and a new start put this database on top of the"
                + " replica's history, of which every point stays restorable")
            .formatted(database, replica, tail, database));
  }

  /** A replica that is not ours to continue, with advice. */
  public NotDescendedException(String message) {
    super(message);
  }
}
