package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.SegmentInfo;
import java.io.IOException;
import java.util.Optional;

/** Writes a snapshot of the live database to level 9 of its replica. */
@FunctionalInterface
public interface SnapshotWriter {
  /**
   * Writes the database as of the last position that the store has confirmed. Ends soon, with a
   * {@link java.util.concurrent.CancellationException}, when the thread is interrupted.
   *
   * @return what was written, or what was there already for that position; empty if there is no
   *     database to read just now, or the store's answer is not known: it will be asked again
   * @throws dev.seseragi.SeseragiException if it failed; it will be asked again, later and later
   */
  Optional<SegmentInfo> write() throws IOException;
}
