package dev.seseragi.engine.restore;

import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.List;

/**
 * What is not in a database that was restored to an earlier point than the one asked for.
 *
 * @param wanted the position that the point asked for has; {@link Txid#NONE} in what Litestream 0.3
 *     wrote
 * @param restored the position that was restored; everything after it, up to {@code wanted}, is not
 *     in the database
 * @param restoredTime when the restored state was captured
 * @param wantedTime when the state asked for was captured, as far as is known
 * @param problems one sentence for each missing or damaged object
 */
public record RestoreLoss(
    Txid wanted, Txid restored, Instant restoredTime, Instant wantedTime, List<String> problems) {
  /** Copies the list. */
  public RestoreLoss {
    problems = List.copyOf(problems);
  }
}
