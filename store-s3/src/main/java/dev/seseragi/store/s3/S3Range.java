package dev.seseragi.store.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object or a range of it. That the connection ends before all are here is an
 * error, which the JDK's HTTP client does not notice. For one thread, but closed by any.
 */
final class S3Range extends InputStream {
  private final ResponseInputStream<GetObjectResponse> bytes;
  private final Set<S3Range> open;
  private final long sizeBytes;
  private long leftBytes;

  /**
   * @param sizeBytes how many bytes must come
   * @param open loses the stream when it is closed
   */
  S3Range(ResponseInputStream<GetObjectResponse> bytes, long sizeBytes, Set<S3Range> open) {
    this.bytes = bytes;
    this.sizeBytes = sizeBytes;
    this.leftBytes = sizeBytes;
    this.open = open;
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
      return -1;
    }
    int count = readSome(target, offset, (int) Math.min(length, leftBytes));
    if (count < 0) {
      throw new EOFException(
          "the connection ended after %,d of %,d bytes"
              .formatted(sizeBytes - leftBytes, sizeBytes));
    }
    leftBytes -= count;
    return count;
  }

  private int readSome(byte[] target, int offset, int length) throws IOException {
    try {
      return bytes.read(target, offset, length);
    } catch (RuntimeException e) {
      throw new IOException("the connection broke: " + e.getMessage(), e);
    }
  }

  @Override
  public int available() {
    return 0;
  }

  /** A connection with bytes left to come is given up, not read to its end. */
  @Override
  public void close() throws IOException {
    open.remove(this);
    if (leftBytes > 0) {
      bytes.abort();
    } else {
      bytes.close();
    }
  }
}
