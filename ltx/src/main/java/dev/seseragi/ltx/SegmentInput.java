package dev.seseragi.ltx;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a segment, or of a range of it, in order, through a buffer that callers parse in
 * place. A stream that ends too early is damage; a stream that fails is an {@link IOException}. The
 * buffer never grows beyond {@link #MAX_BUFFER_BYTES}. Not thread-safe.
 */
final class SegmentInput implements AutoCloseable {
  /** Holds the largest unit that is read at once: the LZ4 block of a page of 64 KiB. */
  static final int MAX_BUFFER_BYTES = 128 * 1024;

  private static final int FIRST_BUFFER_BYTES = 32 * 1024;

  private final InputStream in;
  private final String segment;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int position;
  private int limit;

  /** Where in the segment the buffer begins. */
  private long bufferStart;

  /**
   * Reads from {@code in}.
   *
   * @param segment the segment's name, for messages
   * @param offset where in the segment {@code in} begins, in bytes
   */
  SegmentInput(InputStream in, String segment, long offset) {
    this.in = in;
    this.segment = segment;
    this.bufferStart = offset;
  }

  /**
   * Makes the next {@code bytes} bytes stand in {@link #buffer()} from {@link #position()} on.
   *
   * @param part what is being read, for the message when the segment ends before
   */
  void require(int bytes, String part) throws IOException {
    if (limit - position >= bytes) {
      return;
    }
    makeRoom(bytes);
    while (limit - position < bytes) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        throw new LtxException(
            segment,
            bufferStart + limit,
            "the segment ends within %s, after %d of its %d bytes"
                .formatted(part, limit - position, bytes));
      }
      limit += read;
    }
  }

  /** Takes the next byte. */
  byte next(String part) throws IOException {
    require(1, part);
    return buffer[position++];
  }

  /** How many bytes, at most {@code max}, are there without reading on; 1 or more. */
  int someOf(long max, String part) throws IOException {
    require(1, part);
    return (int) Math.min(max, limit - position);
  }

  /** Whether the stream has ended. */
  boolean isAtEnd() throws IOException {
    if (position < limit) {
      return false;
    }
    makeRoom(1);
    int read = in.read(buffer, limit, 1);
    limit += Math.max(read, 0);
    return read < 0;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  /** Goes on behind {@code bytes} bytes that {@link #require} has brought. */
  void skip(int bytes) {
    position += bytes;
  }

  /** Where in the segment the next byte lies. */
  long offset() {
    return bufferStart + position;
  }

  String segment() {
    return segment;
  }

  /** Damage that shows {@code ahead} bytes behind the current place. */
  LtxException damage(int ahead, String problem) {
    return new LtxException(segment, offset() + ahead, problem);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void makeRoom(int bytes) {
    if (position + bytes <= buffer.length) {
      return;
    }
    if (bytes > MAX_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "at most " + MAX_BUFFER_BYTES + " bytes are read at once, asked for " + bytes);
    }
    byte[] from = buffer;
    if (bytes > buffer.length) {
      buffer = new byte[MAX_BUFFER_BYTES];
    }
    System.arraycopy(from, position, buffer, 0, limit - position);
    bufferStart += position;
    limit -= position;
    position = 0;
  }
}
