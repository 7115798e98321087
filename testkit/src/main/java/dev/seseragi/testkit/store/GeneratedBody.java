package dev.seseragi.testkit.store;

import dev.seseragi.store.Body;
import java.io.IOException;
import java.io.InputStream;

/**
 * Noise that is computed while it is read: a body of any size that takes no memory.
 *
 * @param seed bodies of different seeds differ
 * @param sizeBytes how many bytes there are
 */
public record GeneratedBody(long seed, long sizeBytes) implements Body {
  private static final int COMPARED_BYTES = 64 * 1024;

  @Override
  public InputStream open() {
    return new Noise();
  }

  /** The bytes from {@code offsetBytes} on, at most {@code lengthBytes} of them. */
  public byte[] range(long offsetBytes, long lengthBytes) {
    long left = Math.max(0, sizeBytes - offsetBytes);
    byte[] bytes = new byte[Math.toIntExact(Math.min(lengthBytes, left))];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = byteAt(offsetBytes + i);
    }
    return bytes;
  }

  /** Whether a stream has exactly these bytes. Reads it to the first difference. */
  public boolean isContentOf(InputStream stream) throws IOException {
    byte[] chunk = new byte[COMPARED_BYTES];
    long position = 0;
    int count;
    while ((count = stream.readNBytes(chunk, 0, chunk.length)) > 0) {
      for (int i = 0; i < count; i++, position++) {
        if (position >= sizeBytes || chunk[i] != byteAt(position)) {
          return false;
        }
      }
    }
    return position == sizeBytes;
  }

  /** SplitMix64's finalizer over the number of the 8-byte word. */
  private byte byteAt(long position) {
    long word = seed + (position >>> 3) * 0x9e3779b97f4a7c15L;
    word = (word ^ (word >>> 30)) * 0xbf58476d1ce4e5b9L;
    word = (word ^ (word >>> 27)) * 0x94d049bb133111ebL;
    word ^= word >>> 31;
    return (byte) (word >>> (8 * (position & 7)));
  }

  private final class Noise extends InputStream {
    private long position;

    @Override
    public int read() {
      return position == sizeBytes ? -1 : Byte.toUnsignedInt(byteAt(position++));
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length > 0 && position == sizeBytes) {
        return -1;
      }
      int count = (int) Math.min(length, sizeBytes - position);
      for (int i = 0; i < count; i++) {
        target[offset + i] = byteAt(position++);
      }
      return count;
    }

    @Override
    public long skip(long bytes) {
      long skipped = Math.clamp(bytes, 0, sizeBytes - position);
      position += skipped;
      return skipped;
    }
  }
}
