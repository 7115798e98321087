package dev.seseragi.store.encryption;

/** Between the sizes and places of plain bytes and those of an encrypted object. Pure. */
final class SealedSize {
  /** How many plain bytes one chunk holds; only the last one may hold fewer. */
  static final int CHUNK_BYTES = 64 * 1024;

  /** What each chunk takes besides: the tag of AES-GCM. */
  static final int TAG_BYTES = 16;

  /** A full chunk as it is stored. */
  static final int SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

  /** Behind this no object reaches, and nothing here overflows. */
  private static final long MAX_OFFSET_BYTES = 1L << 60;

  private SealedSize() {}

  /** The size of the object that holds so many plain bytes. */
  static long ofPlain(long plainBytes) {
    long chunks = Math.max(1, Math.ceilDiv(plainBytes, CHUNK_BYTES));
    return ObjectHeader.BYTES + plainBytes + chunks * TAG_BYTES;
  }

  /**
   * How many plain bytes an object of this size holds; 0 if nothing of this size can have been
   * written. That this is true only a read of the object's end tells.
   */
  static long plain(long sealedBytes) {
    long chunkBytes = sealedBytes - ObjectHeader.BYTES;
    long chunks = Math.ceilDiv(chunkBytes, SEALED_CHUNK_BYTES);
    return Math.max(0, chunkBytes - chunks * TAG_BYTES);
  }

  /** The chunk that holds a plain byte, from 0. */
  static long chunkAt(long plainOffsetBytes) {
    return Math.min(plainOffsetBytes, MAX_OFFSET_BYTES) / CHUNK_BYTES;
  }

  /** Where a chunk begins in the object. */
  static long begin(long chunk) {
    return ObjectHeader.BYTES + chunk * SEALED_CHUNK_BYTES;
  }
}
