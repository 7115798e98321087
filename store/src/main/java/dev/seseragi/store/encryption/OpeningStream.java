package dev.seseragi.store.encryption;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decrypts a range of an object. What it returns has been authenticated, and so has the place where
 * it ends: a chunk opens as the last one only if it was written as the last one. Holds two chunks.
 * For one thread.
 */
final class OpeningStream extends InputStream {
  /** What the stream asks of the object around it. */
  interface Surroundings {
    /** The error for a chunk that does not open. */
    IOException damaged(String problem) throws IOException;

    /** Demands proof that the object ends before the first byte of the range. */
    void proveEndBefore(long chunk) throws IOException;
  }

  private final InputStream sealed;
  private final ChunkCipher cipher;
  private final Surroundings surroundings;

  /** A chunk and the first byte behind it, which tells that it is not the last one. */
  private final byte[] window = new byte[SealedSize.SEALED_CHUNK_BYTES + 1];

  private final byte[] plain = new byte[SealedSize.CHUNK_BYTES];
  private final long first;
  private long next;
  private int windowBytes;

  /** Plain bytes in front of the range, in its first chunk. */
  private int leadBytes;

  private long leftBytes;
  private int position;
  private int end;
  private boolean isComplete;

  /**
   * @param sealed the object from the beginning of the chunk that the range begins in
   */
  OpeningStream(InputStream sealed, ChunkCipher cipher, Range range, Surroundings surroundings) {
    this.sealed = sealed;
    this.cipher = cipher;
    this.surroundings = surroundings;
    this.first = range.firstChunk();
    this.next = first;
    this.leadBytes = range.leadBytes();
    this.leftBytes = range.lengthBytes();
  }

  @Override
  public int read() throws IOException {
    if (!isReady()) {
      return -1;
    }
    leftBytes--;
    return Byte.toUnsignedInt(plain[position++]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!isReady()) {
      return -1;
    }
    int count = (int) Math.min(length, Math.min(leftBytes, end - position));
    System.arraycopy(plain, position, target, offset, count);
    position += count;
    leftBytes -= count;
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(leftBytes, end - position);
  }

  private boolean isReady() throws IOException {
    while (position == end && leftBytes > 0 && !isComplete) {
      openNext();
    }
    return position < end && leftBytes > 0;
  }

  private void openNext() throws IOException {
    windowBytes += sealed.readNBytes(window, windowBytes, window.length - windowBytes);
    if (windowBytes == 0 && next > 0) {
      // Only the first chunk of a range can be missing: each later one was begun by its first byte.
      isComplete = true;
      surroundings.proveEndBefore(first);
      return;
    }
    boolean isLast = windowBytes < window.length;
    int length = Math.min(windowBytes, SealedSize.SEALED_CHUNK_BYTES);
    int opened = open(length, isLast);
    boolean isEmptyTail = opened == 0 && next > 0;
    if (opened < 0 || isEmptyTail) {
      throw surroundings.damaged("chunk %,d was changed, moved or cut".formatted(next));
    }
    position = Math.min(leadBytes, opened);
    leadBytes = 0;
    end = opened;
    next++;
    isComplete = isLast;
    window[0] = window[window.length - 1];
    windowBytes = 1;
  }

  private int open(int length, boolean isLast) {
    return length < SealedSize.TAG_BYTES ? -1 : cipher.open(next, isLast, window, length, plain);
  }

  @Override
  public void close() throws IOException {
    sealed.close();
  }

  /**
   * A range of plain bytes, in chunks.
   *
   * @param firstChunk the chunk that it begins in
   * @param leadBytes the plain bytes of that chunk in front of the range
   * @param lengthBytes of plain bytes
   */
  record Range(long firstChunk, int leadBytes, long lengthBytes) {
    static Range of(long offsetBytes, long lengthBytes) {
      long chunk = SealedSize.chunkAt(offsetBytes);
      int lead =
          (int) Math.min(SealedSize.CHUNK_BYTES, offsetBytes - chunk * SealedSize.CHUNK_BYTES);
      return new Range(chunk, lead, lengthBytes);
    }

    long beginBytes() {
      return SealedSize.begin(firstChunk);
    }

    /** How much of the object to read: one byte more than the chunks, or to its end. */
    long sealedBytes() {
      long plainBytes = leadBytes + lengthBytes;
      if (plainBytes < 0 || plainBytes > Long.MAX_VALUE / 2) {
        return Long.MAX_VALUE;
      }
      return Math.ceilDiv(plainBytes, SealedSize.CHUNK_BYTES) * SealedSize.SEALED_CHUNK_BYTES + 1;
    }
  }
}
