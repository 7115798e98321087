package dev.seseragi.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body that follows a head, read as the head frames it. For one thread. */
final class HttpBody {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final InputStream in;
  private final boolean isChunked;

  /** Of a body that is not chunked; -1 if it ends with the connection. */
  private final long lengthBytes;

  private HttpBody(InputStream in, boolean isChunked, long lengthBytes) {
    this.in = in;
    this.isChunked = isChunked;
    this.lengthBytes = lengthBytes;
  }

  static HttpBody ofRequest(HttpHead head, InputStream in) {
    long lengthBytes = head.header("content-length").map(Long::parseLong).orElse(0L);
    return new HttpBody(in, isChunked(head), lengthBytes);
  }

  static HttpBody ofAnswer(HttpHead head, String method, InputStream in) throws IOException {
    boolean isWithout = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
    if (isWithout) {
      return new HttpBody(in, false, 0);
    }
    long lengthBytes = head.header("content-length").map(Long::parseLong).orElse(-1L);
    return new HttpBody(in, isChunked(head), lengthBytes);
  }

  private static boolean isChunked(HttpHead head) {
    return head.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  /** Whether the connection cannot carry another message behind this body. */
  boolean endsTheConnection() {
    return !isChunked && lengthBytes < 0;
  }

  /** Copies the body in the frame it has. */
  void copyFramed(OutputStream out) throws IOException {
    if (isChunked) {
      copyChunks(out, true);
    } else {
      copyPlain(out);
    }
  }

  /** All bytes of the body, without a frame. */
  byte[] readAll() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (isChunked) {
      copyChunks(bytes, false);
    } else {
      copyPlain(bytes);
    }
    return bytes.toByteArray();
  }

  private void copyPlain(OutputStream out) throws IOException {
    if (lengthBytes < 0) {
      in.transferTo(out);
      return;
    }
    copy(lengthBytes, out);
  }

  private void copyChunks(OutputStream out, boolean isFramed) throws IOException {
    while (true) {
      String line = readLine();
      write(line, out, isFramed);
      long size = Long.parseLong(line.replaceFirst(";.*", "").strip(), 16);
      if (size == 0) {
        copyTrailers(out, isFramed);
        return;
      }
      copy(size, out);
      write(readLine(), out, isFramed);
    }
  }

  private void copyTrailers(OutputStream out, boolean isFramed) throws IOException {
    String line;
    do {
      line = readLine();
      write(line, out, isFramed);
    } while (!line.isEmpty());
  }

  private static void write(String line, OutputStream out, boolean isFramed) throws IOException {
    if (isFramed) {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int next;
    while ((next = in.read()) != '\n') {
      if (next < 0) {
        throw new EOFException("the connection ended within a chunked body");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  private void copy(long bytes, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = bytes;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("the connection ended within a body");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }
}
