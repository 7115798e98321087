package dev.seseragi.engine.fence;

import dev.seseragi.SeseragiException;
import dev.seseragi.ltx.Txid;
import java.util.HexFormat;

/**
 * Another writer has extended the replica: this one must stop for good. What was committed here and
 * not shipped is still in the local database and in no replica.
 */
public final class FencedException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  /** Names the slot and the other writer. */
  public FencedException(String replica, Txid slot, long otherNodeId) {
    super(
        "fenced: slot %s of %s was filled by %s. Two programs replicate to one place; stop one of them,"
                .formatted(slot, replica, writer(otherNodeId))
            + " then start this one again: `seseragi restore` gives the state of the replica,"
            + " `seseragi reset` keeps the local database instead");
  }

  private static String writer(long nodeId) {
    return nodeId == 0
        ? "Litestream (no writer id)"
        : "writer " + HexFormat.of().toHexDigits(nodeId);
  }
}
