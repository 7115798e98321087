package dev.seseragi.bench.apps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One kept connection of a load, which has one request under way at a time. */
final class HttpExchange {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String LENGTH = "\r\nContent-Length: ";

  /** Behind {@code HTTP/1.1 }. */
  private static final int STATUS_AT = 9;

  private final SocketChannel channel;
  private final ByteBuffer answer = ByteBuffer.allocate(BUFFER_BYTES);
  private long startNanos;

  /** Where the answer ends; -1 while that is not known, and 0 if it is sent in chunks. */
  private int end = -1;

  HttpExchange(SocketChannel channel) {
    this.channel = channel;
  }

  void send(byte[] request) throws IOException {
    answer.clear();
    end = -1;
    startNanos = System.nanoTime();
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  long startNanos() {
    return startNanos;
  }

  /** Takes what has arrived; true once the answer is whole. */
  boolean receive() throws IOException {
    if (channel.read(answer) < 0) {
      throw new IOException("the server closed a connection in the middle of an answer");
    }
    if (end < 0) {
      readHead();
    }
    if (end > 0) {
      return answer.position() >= end;
    }
    boolean isChunked = end == 0;
    boolean isWhole = isChunked && endsWith(LAST_CHUNK);
    if (isChunked && !isWhole && answer.remaining() < BUFFER_BYTES / 2) {
      forgetAllButTheEnd();
    }
    return isWhole;
  }

  private void readHead() {
    int head = headLength();
    if (head < 0) {
      return;
    }
    String text = new String(answer.array(), 0, head, StandardCharsets.US_ASCII);
    int at = text.indexOf(LENGTH);
    if (at < 0) {
      end = 0;
      return;
    }
    int from = at + LENGTH.length();
    end = head + Integer.parseInt(text.substring(from, text.indexOf('\r', from)));
  }

  private int headLength() {
    byte[] bytes = answer.array();
    for (int i = HEAD_END.length; i <= answer.position(); i++) {
      if (bytes[i - 1] == '\n' && bytes[i - 2] == '\r' && bytes[i - 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean endsWith(byte[] tail) {
    int from = answer.position() - tail.length;
    for (int i = 0; i < tail.length; i++) {
      if (from < 0 || answer.get(from + i) != tail[i]) {
        return false;
      }
    }
    return true;
  }

  private void forgetAllButTheEnd() {
    int kept = LAST_CHUNK.length;
    System.arraycopy(
        answer.array(), answer.position() - kept, answer.array(), STATUS_AT + kept, kept);
    answer.position(STATUS_AT + kept + kept);
  }

  /** The status of the answer. */
  int status() {
    return Integer.parseInt(new String(answer.array(), STATUS_AT, 3, StandardCharsets.US_ASCII));
  }
}
