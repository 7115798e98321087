package dev.seseragi.store.encryption;

import java.io.IOException;
import java.io.InputStream;

/**
 * Encrypts what it reads: the header, then chunk after chunk. Skips without encrypting: clients of
 * stores open a body anew for each part of an upload. Holds two chunks. For one thread.
 */
final class SealingStream extends InputStream {
  private final InputStream plain;
  private final long plainBytes;
  private final ChunkCipher cipher;
  private final byte[] chunk;

  /** What was sealed last, of which {@code position} to {@code end} was not yet read. */
  private byte[] sealed;

  private int position;
  private int end;

  /** The next chunk, and whether the one before it was the last. */
  private long next;

  private boolean isComplete;

  SealingStream(InputStream plain, long plainBytes, byte[] header, ChunkCipher cipher) {
    this.plain = plain;
    this.plainBytes = plainBytes;
    this.cipher = cipher;
    this.chunk = new byte[(int) Math.min(SealedSize.CHUNK_BYTES, plainBytes)];
    this.sealed = header;
    this.end = header.length;
  }

  @Override
  public int read() throws IOException {
    return isReady() ? Byte.toUnsignedInt(sealed[position++]) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!isReady()) {
      return -1;
    }
    int count = Math.min(length, end - position);
    System.arraycopy(sealed, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = 0;
    while (skipped < count) {
      long left = count - skipped;
      boolean canPassChunk =
          position == end && left >= SealedSize.SEALED_CHUNK_BYTES && !isLast(next);
      if (canPassChunk) {
        plain.skipNBytes(SealedSize.CHUNK_BYTES);
        next++;
        skipped += SealedSize.SEALED_CHUNK_BYTES;
      } else if (isReady()) {
        int step = (int) Math.min(left, end - position);
        position += step;
        skipped += step;
      } else {
        break;
      }
    }
    return skipped;
  }

  private boolean isLast(long number) {
    return (number + 1) * SealedSize.CHUNK_BYTES >= plainBytes;
  }

  /** Whether there is a byte; seals the next chunk if need be. */
  private boolean isReady() throws IOException {
    if (position < end) {
      return true;
    }
    if (isComplete) {
      return false;
    }
    sealNext();
    return true;
  }

  private void sealNext() throws IOException {
    long begin = next * SealedSize.CHUNK_BYTES;
    boolean isLast = isLast(next);
    int length = (int) Math.min(SealedSize.CHUNK_BYTES, plainBytes - begin);
    int read = plain.readNBytes(chunk, 0, length);
    if (read < length) {
      throw new IOException(
          "the body was to have %,d bytes and ends after %,d".formatted(plainBytes, begin + read));
    }
    if (isLast && plain.read() >= 0) {
      throw new IOException("the body was to have %,d bytes and has more".formatted(plainBytes));
    }
    if (sealed.length < SealedSize.SEALED_CHUNK_BYTES) {
      sealed = new byte[length + SealedSize.TAG_BYTES];
    }
    end = cipher.seal(next, isLast, chunk, length, sealed);
    position = 0;
    next++;
    isComplete = isLast;
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }
}
