package dev.seseragi.store.sftp;

import java.time.Instant;

/**
 * What the server says of a file.
 *
 * @param sizeBytes -1 if it does not say
 * @param mode POSIX type and permissions; -1 if it does not say
 * @param modifiedSeconds since 1970, unsigned 32 bits; -1 if it does not say
 */
record Attributes(long sizeBytes, int mode, long modifiedSeconds) {
  /** The largest time that the protocol has: in the year 2106. */
  static final long LAST_SECOND = 0xffff_ffffL;

  private static final int TYPE_BITS = 0xf000;
  private static final int REGULAR = 0x8000;
  private static final int FOLDER = 0x4000;
  private static final int LINK = 0xa000;

  boolean isRegular() {
    return mode != -1 && (mode & TYPE_BITS) == REGULAR;
  }

  boolean isFolder() {
    return mode != -1 && (mode & TYPE_BITS) == FOLDER;
  }

  /** Whether only a look at the file itself, not at its folder, tells what it is. */
  boolean isUndecided() {
    return mode == -1 || (mode & TYPE_BITS) == LINK || (mode & TYPE_BITS) == 0;
  }

  Instant modified() {
    return Instant.ofEpochSecond(Math.max(0, modifiedSeconds));
  }
}
