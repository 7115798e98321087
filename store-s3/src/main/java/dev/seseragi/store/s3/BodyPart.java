package dev.seseragi.store.s3;

import dev.seseragi.store.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A range of a body, opened anew for each use, so that no part of an upload is held in memory.
 *
 * @param isLast whether the body must end behind it
 */
record BodyPart(Body body, long offsetBytes, long sizeBytes, boolean isLast) {
  static BodyPart whole(Body body) {
    return new BodyPart(body, 0, body.sizeBytes(), true);
  }

  /** Exactly {@link #sizeBytes} bytes; a body of another length is an error of the stream. */
  InputStream open() throws IOException {
    InputStream bytes = body.open();
    try {
      bytes.skipNBytes(offsetBytes);
      return new Range(bytes);
    } catch (Throwable e) {
      bytes.close();
      throw e;
    }
  }

  private IOException wrongSize() {
    return new IOException(
        "the body was to have %,d bytes and has another size".formatted(body.sizeBytes()));
  }

  private final class Range extends FilterInputStream {
    private long leftBytes = sizeBytes;

    Range(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (leftBytes == 0) {
        if (isLast && in.read() >= 0) {
          throw wrongSize();
        }
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, leftBytes));
      if (count < 0) {
        throw wrongSize();
      }
      leftBytes -= count;
      return count;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = in.skip(Math.min(bytes, leftBytes));
      leftBytes -= skipped;
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
