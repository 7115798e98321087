package dev.seseragi.store.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * What an encrypted object begins with. Not secret; all of it, and the object's name, go into the
 * derivation of the object's key, so that any change of it is found with the first chunk.
 *
 * @param keyFingerprint 16 hex digits
 * @param replica 32 hex digits, as the mark has them
 * @param timestamp what the object was created with; whole milliseconds
 * @param salt 32 random bytes, 64 hex digits: no two objects ever have the same key
 */
record ObjectHeader(String keyFingerprint, String replica, Instant timestamp, String salt) {
  static final int BYTES = 72;
  static final int SALT_BYTES = 32;

  private static final byte[] MAGIC = "SESENC01".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] INFO =
      "seseragi encryption 1 object".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT_OFFSET = BYTES - SALT_BYTES;

  /** The header of an object that is about to be written. */
  static ObjectHeader make(
      EncryptionKey key, String replica, Instant timestamp, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new ObjectHeader(key.fingerprint(), replica, timestamp, HexFormat.of().formatHex(salt));
  }

  /** Empty if an object that begins so was not encrypted by this scheme. */
  static Optional<ObjectHeader> parse(byte[] bytes) {
    boolean isHeader =
        bytes.length == BYTES && Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length));
    if (!isHeader) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).position(MAGIC.length);
    String fingerprint = hex(buffer, EncryptionKey.FINGERPRINT_BYTES);
    String replica = hex(buffer, EncryptionMark.REPLICA_BYTES);
    Instant timestamp = Instant.ofEpochMilli(buffer.getLong());
    return Optional.of(new ObjectHeader(fingerprint, replica, timestamp, hex(buffer, SALT_BYTES)));
  }

  private static String hex(ByteBuffer buffer, int count) {
    byte[] bytes = new byte[count];
    buffer.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  byte[] toBytes() {
    HexFormat hex = HexFormat.of();
    return ByteBuffer.allocate(BYTES)
        .put(MAGIC)
        .put(hex.parseHex(keyFingerprint))
        .put(hex.parseHex(replica))
        .putLong(timestamp.toEpochMilli())
        .put(hex.parseHex(salt))
        .array();
  }

  /** The key of the object with this header and name. */
  SecretKey objectKey(EncryptionKey key, String name) {
    byte[] bytes = toBytes();
    byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
    byte[] info =
        ByteBuffer.allocate(INFO.length + SALT_OFFSET + nameBytes.length)
            .put(INFO)
            .put(bytes, 0, SALT_OFFSET)
            .put(nameBytes)
            .array();
    return key.deriveKey(Arrays.copyOfRange(bytes, SALT_OFFSET, BYTES), info);
  }
}
