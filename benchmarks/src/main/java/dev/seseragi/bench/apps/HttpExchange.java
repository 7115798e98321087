package dev.seseragi.bench.apps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept connection of a load, which has one request under way at a time. */
final class HttpExchange {
  private static final int BUFFER_BYTES = 64 << 10;

  /** Two line ends. */
  private static final int HEAD_END = 4;

  private static final String LENGTH = "\r\ncontent-length: ";

  /** Behind {@code HTTP/1.1 }. */
  private static final int STATUS_AT = 9;

  private final SocketChannel channel;
  private final ByteBuffer answer = ByteBuffer.allocate(BUFFER_BYTES);
  private long startNanos;

  /** Where the answer ends; -1 while that is not known. */
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

  /**
   * Takes what has arrived; true once the answer is whole.
   *
   * @throws IOException if the connection ends, or the answer has no length or is too large
   */
  boolean receive() throws IOException {
    if (!answer.hasRemaining() || channel.read(answer) < 0) {
      throw new IOException("an answer was cut short, or is longer than " + BUFFER_BYTES);
    }
    if (end < 0) {
      end = wholeLength();
    }
    return end >= 0 && answer.position() >= end;
  }

  /** Head and body; -1 while the head is not whole. */
  private int wholeLength() throws IOException {
    int head = headLength();
    if (head < 0) {
      return -1;
    }
    String text = new String(answer.array(), 0, head, StandardCharsets.US_ASCII);
    int at = text.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (at < 0) {
      throw new IOException("an answer has no Content-Length: " + text);
    }
    int from = at + LENGTH.length();
    return head + Integer.parseInt(text.substring(from, text.indexOf('\r', from)));
  }

  private int headLength() {
    byte[] bytes = answer.array();
    for (int i = HEAD_END; i <= answer.position(); i++) {
      if (bytes[i - 1] == '\n' && bytes[i - 2] == '\r' && bytes[i - 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The status of the answer. */
  int status() {
    return Integer.parseInt(new String(answer.array(), STATUS_AT, 3, StandardCharsets.US_ASCII));
  }
}
