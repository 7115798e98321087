package dev.seseragi.store.encryption;

import dev.seseragi.store.StoreConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of an encrypted replica: 32 bytes. Nothing is encrypted with it itself: each object
 * has a key of its own, derived by HKDF-SHA256 (RFC 5869). Immutable; no text of it shows more than
 * the fingerprint.
 */
public final class EncryptionKey {
  /** How many bytes a key has. */
  public static final int BYTES = 32;

  /** How many bytes its fingerprint has. */
  static final int FINGERPRINT_BYTES = 8;

  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{43}=?");
  private static final String FINGERPRINT = "seseragi encryption 1 fingerprint";

  private final byte[] secret;
  private final byte[] fingerprint;

  private EncryptionKey(byte[] secret) {
    this.secret = secret;
    this.fingerprint =
        derive(new byte[0], FINGERPRINT.getBytes(StandardCharsets.US_ASCII), FINGERPRINT_BYTES);
  }

  /**
   * A key from its 32 bytes, which are copied.
   *
   * @throws IllegalArgumentException if they are more or fewer
   */
  public static EncryptionKey of(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException(
          "an encryption key has %d bytes, found %d".formatted(BYTES, secret.length));
    }
    return new EncryptionKey(secret.clone());
  }

  /**
   * A key from its text: 64 hex digits, or 43 or 44 characters of base64, with white space around.
   *
   * @param source where the text comes from, for the message
   * @throws StoreConfigurationException if it is none; the message does not show it
   */
  public static EncryptionKey parse(String text, String source) {
    return decode(text.strip())
        .map(EncryptionKey::new)
        .orElseThrow(() ->
            new StoreConfigurationException(
                "the encryption key in %s is none: expected %d bytes as 64 hex digits or as base64, found %d"
                        .formatted(source, BYTES, text.strip().length())
                    + " characters. Make one with `openssl rand -hex 32`"));
  }

  /** Whether a text is a key: then it must not be shown. */
  public static boolean isKey(String text) {
    return decode(text.strip()).isPresent();
  }

  private static Optional<byte[]> decode(String text) {
    if (HEX.matcher(text).matches()) {
      return Optional.of(HexFormat.of().parseHex(text));
    }
    if (!BASE64.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      String standard = text.replace('-', '+').replace('_', '/');
      byte[] secret = Base64.getDecoder().decode(standard);
      return secret.length == BYTES ? Optional.of(secret) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Which key it is, without telling it: 16 hex digits. */
  public String fingerprint() {
    return HexFormat.of().formatHex(fingerprint);
  }

  byte[] fingerprintBytes() {
    return fingerprint.clone();
  }

  /** Bytes that only who has the key can compute. */
  byte[] derive(byte[] salt, byte[] info, int sizeBytes) {
    try {
      return KDF.getInstance("HKDF-SHA256").deriveData(parameters(salt, info, sizeBytes));
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  /** A key for AES-256. */
  SecretKey deriveKey(byte[] salt, byte[] info) {
    return new SecretKeySpec(derive(salt, info, BYTES), "AES");
  }

  private HKDFParameterSpec parameters(byte[] salt, byte[] info, int sizeBytes) {
    return HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt).thenExpand(info, sizeBytes);
  }

  static IllegalStateException unavailable(GeneralSecurityException e) {
    return new IllegalStateException("this Java runtime cannot do HKDF-SHA256 and AES-256-GCM", e);
  }

  @Override
  public String toString() {
    return "encryption key " + fingerprint();
  }
}
