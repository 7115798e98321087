package dev.seseragi.store.sftp;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts what the server sends into packets. The SSH library writes the bytes into it as they arrive,
 * on its own thread.
 */
final class ReplyDecoder extends OutputStream {
  /** The longest packet that is taken. OpenSSH's are at most 256 KiB, others' at least 34,000. */
  static final int MAX_PACKET_BYTES = 1 << 20;

  private static final int LENGTH_BYTES = 4;

  private final Exchange exchange;
  private final byte[] lengthBytes = new byte[LENGTH_BYTES];
  private int lengthCount;
  private byte[] packet = {};
  private int packetCount;
  private boolean isBroken;

  ReplyDecoder(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    int position = offset;
    int end = offset + count;
    while (position < end && !isBroken) {
      position +=
          lengthCount < LENGTH_BYTES
              ? takeLength(bytes, position, end)
              : takePacket(bytes, position, end);
    }
  }

  private int takeLength(byte[] bytes, int position, int end) {
    int count = Math.min(end - position, LENGTH_BYTES - lengthCount);
    System.arraycopy(bytes, position, lengthBytes, lengthCount, count);
    lengthCount += count;
    if (lengthCount == LENGTH_BYTES) {
      begin(ByteBuffer.wrap(lengthBytes).getInt());
    }
    return count;
  }

  private void begin(int length) {
    if (length < 1 || length > MAX_PACKET_BYTES) {
      isBroken = true;
      exchange.fail(
          new ConnectionLostException(
              "the server sends what is no SFTP packet, beginning with the bytes %s. Look for a"
                      .formatted(Arrays.toString(lengthBytes))
                  + " login script that prints text",
              null));
      return;
    }
    packet = new byte[length];
    packetCount = 0;
  }

  private int takePacket(byte[] bytes, int position, int end) {
    int count = Math.min(end - position, packet.length - packetCount);
    System.arraycopy(bytes, position, packet, packetCount, count);
    packetCount += count;
    if (packetCount == packet.length) {
      lengthCount = 0;
      exchange.receive(ByteBuffer.wrap(packet));
    }
    return count;
  }

  @Override
  public void close() {
    exchange.fail(new ConnectionLostException("the server closed the connection", null));
  }
}
