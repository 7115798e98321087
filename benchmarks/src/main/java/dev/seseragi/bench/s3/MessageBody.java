package dev.seseragi.bench.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * How the body behind a head is framed (RFC 9112, section 6).
 *
 * @param lengthBytes of a body that is not chunked; {@link #TO_THE_END} if it ends with the
 *     connection
 */
record MessageBody(boolean isChunked, long lengthBytes) {
  private static final long TO_THE_END = -1;
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int HEX = 16;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  static MessageBody ofRequest(MessageHead head) {
    return new MessageBody(
        isChunked(head), head.header("content-length").map(Long::parseLong).orElse(0L));
  }

  static MessageBody ofAnswer(MessageHead head, String method, int status) {
    if (method.equals("HEAD") || status == NO_CONTENT || status == NOT_MODIFIED) {
      return new MessageBody(false, 0);
    }
    return new MessageBody(
        isChunked(head), head.header("content-length").map(Long::parseLong).orElse(TO_THE_END));
  }

  private static boolean isChunked(MessageHead head) {
    return head.has("transfer-encoding", "chunked");
  }

  /** Whether no other message can follow on the connection. */
  boolean endsConnection() {
    return !isChunked && lengthBytes == TO_THE_END;
  }

  /**
   * Copies the body in its frame.
   *
   * @param counted is told of the bytes of the body as they are copied
   */
  void copy(InputStream in, OutputStream out, LongConsumer counted) throws IOException {
    if (isChunked) {
      copyChunks(in, out, counted);
    } else {
      copy(in, out, lengthBytes == TO_THE_END ? Long.MAX_VALUE : lengthBytes, counted);
    }
  }

  private void copyChunks(InputStream in, OutputStream out, LongConsumer counted)
      throws IOException {
    for (long size = chunk(in, out); size > 0; size = chunk(in, out)) {
      copy(in, out, size, counted);
      pass(in, out);
    }
    while (!pass(in, out).isEmpty()) {
      // A trailer.
    }
  }

  private static long chunk(InputStream in, OutputStream out) throws IOException {
    return Long.parseLong(pass(in, out).split(";", 2)[0].strip(), HEX);
  }

  private static String pass(InputStream in, OutputStream out) throws IOException {
    String line =
        MessageHead.line(in).orElseThrow(() -> new EOFException("the connection ended in a body"));
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return line;
  }

  private void copy(InputStream in, OutputStream out, long bytes, LongConsumer counted)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, bytes))];
    long left = bytes;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        if (endsConnection()) {
          return;
        }
        throw new EOFException("the connection ended in a body");
      }
      out.write(buffer, 0, count);
      counted.accept(count);
      left -= count;
    }
  }
}
