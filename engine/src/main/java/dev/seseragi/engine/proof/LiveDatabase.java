package dev.seseragi.engine.proof;

import dev.seseragi.engine.capture.Snapshot;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The database that is being replicated, as a proof looks at it. */
public interface LiveDatabase {

  /**
   * The position by which everything that was committed before the call is in the store.
   *
   * @throws IOException if that is not confirmed in time, or never will be
   */
  Txid settled(Duration patience) throws IOException, InterruptedException;

  /**
   * The whole database at a position that the store has; the caller closes it.
   *
   * @return empty if there is no database just now
   * @throws IOException if the store does not confirm the position in time, or never will
   */
  Optional<Snapshot> snapshot(Duration patience) throws IOException, InterruptedException;
}
