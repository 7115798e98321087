package dev.seseragi.testkit.store.encryption;

import dev.seseragi.store.encryption.EncryptionKey;
import java.util.Arrays;

/** Keys for tests: no secrets. */
final class TestKeys {
  static final EncryptionKey KEY = key(1);
  static final EncryptionKey OTHER = key(2);

  private TestKeys() {}

  private static EncryptionKey key(int value) {
    byte[] secret = new byte[EncryptionKey.BYTES];
    Arrays.fill(secret, (byte) value);
    return EncryptionKey.of(secret);
  }
}
