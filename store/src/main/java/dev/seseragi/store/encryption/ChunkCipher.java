package dev.seseragi.store.encryption;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens the chunks of one object with AES-256-GCM. The nonce of a chunk is its number and
 * whether it is the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár,
 * 2015): a chunk in another place, and an object that ends elsewhere, do not open. For one thread.
 */
final class ChunkCipher {
  private static final int NONCE_BYTES = 12;
  private static final int NUMBER_OFFSET = 3;
  private static final int BITS = 8;

  private final SecretKey key;
  private final Cipher cipher;

  ChunkCipher(SecretKey key) {
    this.key = key;
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw EncryptionKey.unavailable(e);
    }
  }

  /**
   * Seals and opens a byte, so that the JDK's cryptography is loaded: some 150 ms of a process's
   * start. What fails here fails there again, aloud.
   */
  static void load(EncryptionKey key, SecureRandom random) {
    String replica = "00".repeat(EncryptionMark.REPLICA_BYTES);
    SecretKey some = ObjectHeader.make(key, replica, Instant.EPOCH, random).objectKey(key, "none");
    byte[] sealed = new byte[1 + SealedSize.TAG_BYTES];
    ChunkCipher cipher = new ChunkCipher(some);
    int length = cipher.seal(0, true, new byte[1], 1, sealed);
    var _ = cipher.open(0, true, sealed, length, new byte[sealed.length]);
  }

  /** Seals a chunk into {@code target}; returns how many bytes that took. */
  int seal(long chunk, boolean isLast, byte[] plain, int length, byte[] target) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(chunk, isLast));
      return cipher.doFinal(plain, 0, length, target, 0);
    } catch (GeneralSecurityException e) {
      throw EncryptionKey.unavailable(e);
    }
  }

  /** Opens a chunk into {@code target}; returns how many bytes it held, or -1 if it is not it. */
  int open(long chunk, boolean isLast, byte[] sealed, int length, byte[] target) {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, nonce(chunk, isLast));
      return cipher.doFinal(sealed, 0, length, target, 0);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw EncryptionKey.unavailable(e);
    }
  }

  private static GCMParameterSpec nonce(long chunk, boolean isLast) {
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES)
            .position(NUMBER_OFFSET)
            .putLong(chunk)
            .put((byte) (isLast ? 1 : 0))
            .array();
    return new GCMParameterSpec(SealedSize.TAG_BYTES * BITS, nonce);
  }
}
