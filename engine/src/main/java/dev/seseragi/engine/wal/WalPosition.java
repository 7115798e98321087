package dev.seseragi.engine.wal;

/**
 * A place in a WAL: everything up to a frame, with the checksum that stands there.
 *
 * @param salts the generation
 * @param frame how many frames lie before this place; 0 is directly behind the header
 * @param checksum the running checksum at that frame (of the header, at 0)
 */
public record WalPosition(WalSalts salts, int frame, WalChecksum checksum) {}
