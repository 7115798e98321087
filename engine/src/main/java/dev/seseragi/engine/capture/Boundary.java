package dev.seseragi.engine.capture;

import dev.seseragi.engine.wal.WalHeader;
import java.util.Optional;

/**
 * How far the WAL is at one moment.
 *
 * @param header the header of the generation; empty if the WAL has none
 * @param frames the last committed frame, 0 if there is none
 * @param backfilled up to which frame the database file has everything
 */
record Boundary(Optional<WalHeader> header, int frames, int backfilled) {
  static final Boundary EMPTY = new Boundary(Optional.empty(), 0, 0);

  boolean isBackfilled() {
    return backfilled >= frames;
  }

  boolean isSameGeneration(Boundary other) {
    return header.map(WalHeader::salts).equals(other.header.map(WalHeader::salts));
  }
}
