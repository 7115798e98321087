package dev.seseragi.store.sftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request while it is put together. Not for several threads. */
final class Packet {
  // draft-ietf-secsh-filexfer-02 §3.
  static final int INIT = 1;
  static final int OPEN = 3;
  static final int CLOSE = 4;
  static final int READ = 5;
  static final int WRITE = 6;
  static final int LSTAT = 7;
  static final int FSTAT = 8;
  static final int FSETSTAT = 10;
  static final int OPENDIR = 11;
  static final int READDIR = 12;
  static final int REMOVE = 13;
  static final int MKDIR = 14;
  static final int REALPATH = 16;
  static final int STAT = 17;
  static final int RENAME = 18;
  static final int EXTENDED = 200;

  private static final int LENGTH_BYTES = 4;
  private static final int ID_OFFSET = LENGTH_BYTES + 1;
  private static final int HEADER_BYTES = ID_OFFSET + 4;

  private byte[] bytes = new byte[256];
  private int length = HEADER_BYTES;

  Packet(int type) {
    bytes[LENGTH_BYTES] = (byte) type;
  }

  /** The first packet of a connection: it has the protocol's version where others have an id. */
  static byte[] init() {
    return new Packet(INIT).finish(3);
  }

  Packet number(int value) {
    grow(Integer.BYTES).putInt(value);
    return this;
  }

  Packet longNumber(long value) {
    grow(Long.BYTES).putLong(value);
    return this;
  }

  Packet text(String value) {
    return block(value.getBytes(StandardCharsets.UTF_8));
  }

  Packet block(byte[] value) {
    return block(value, value.length);
  }

  /** The first {@code count} bytes of an array. */
  Packet block(byte[] value, int count) {
    number(count);
    grow(count).put(value, 0, count);
    return this;
  }

  private ByteBuffer grow(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
    ByteBuffer room = ByteBuffer.wrap(bytes, length, count);
    length += count;
    return room;
  }

  /** The packet as it is sent. */
  byte[] finish(int id) {
    byte[] packet = Arrays.copyOf(bytes, length);
    ByteBuffer header = ByteBuffer.wrap(packet);
    header.putInt(0, length - LENGTH_BYTES);
    header.putInt(ID_OFFSET, id);
    return packet;
  }
}
