package dev.seseragi.store.gcs;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/** The CRC-32C of what is sent, as Google writes it: base64 of four bytes, the highest first. */
final class Checksum {
  private final CRC32C crc = new CRC32C();

  void add(byte[] bytes, int lengthBytes) {
    crc.update(bytes, 0, lengthBytes);
  }

  String base64() {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }
}
