package dev.seseragi.engine.proof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and how it is proven that a database can be restored.
 *
 * @param interval how long after one proof the next one is made; above 0. After one that was not
 *     good, and for the first one of a database, a tenth of it
 * @param folder where there is room for a copy of the database while a proof lasts; empty for the
 *     folder of local state
 * @param bytesPerSecond at most how fast the store is read from; above 0
 * @param keptFreeBytes how much of that disk a proof leaves free; 0 or more
 */
public record ProofSettings(
    Duration interval, Optional<Path> folder, long bytesPerSecond, long keptFreeBytes) {
  private static final long DEFAULT_BYTES_PER_SECOND = 16L << 20;
  private static final long DEFAULT_KEPT_FREE_BYTES = 64L << 20;

  /** Checks the ranges. */
  public ProofSettings {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("a verify interval is above 0, found " + interval);
    }
    if (bytesPerSecond <= 0 || keptFreeBytes < 0) {
      throw new IllegalArgumentException(
          "a proof reads above 0 bytes a second and keeps 0 or more free, found %d and %d"
              .formatted(bytesPerSecond, keptFreeBytes));
    }
  }

  /** 16 MiB a second, in the folder of local state, of whose disk 64 MiB are left free. */
  public static ProofSettings every(Duration interval) {
    return new ProofSettings(
        interval, Optional.empty(), DEFAULT_BYTES_PER_SECOND, DEFAULT_KEPT_FREE_BYTES);
  }

  /** The same in another folder. */
  public ProofSettings withFolder(Path other) {
    return new ProofSettings(interval, Optional.of(other), bytesPerSecond, keptFreeBytes);
  }

  /** The same at another speed. */
  public ProofSettings withBytesPerSecond(long rate) {
    return new ProofSettings(interval, folder, rate, keptFreeBytes);
  }

  /** The same with another part of the disk left free. */
  public ProofSettings withKeptFreeBytes(long bytes) {
    return new ProofSettings(interval, folder, bytesPerSecond, bytes);
  }
}
