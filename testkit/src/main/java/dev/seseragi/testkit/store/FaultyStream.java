package dev.seseragi.testkit.store;

import java.io.IOException;
import java.io.InputStream;

/** A stream that ends too early, with or without an error. For one thread. */
final class FaultyStream extends InputStream {
  private final InputStream stream;
  private final boolean endsWithError;
  private long leftBytes;

  FaultyStream(InputStream stream, long afterBytes, boolean endsWithError) {
    this.stream = stream;
    this.leftBytes = afterBytes;
    this.endsWithError = endsWithError;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (leftBytes == 0 && length > 0) {
      return end();
    }
    int count = stream.read(target, offset, (int) Math.min(length, leftBytes));
    leftBytes -= Math.max(0, count);
    return count;
  }

  private int end() throws IOException {
    if (endsWithError) {
      throw new IOException("the connection was reset (a fault on command)");
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
