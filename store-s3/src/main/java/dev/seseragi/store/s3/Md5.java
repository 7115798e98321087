package dev.seseragi.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** MD5, with which S3 checks what arrives and, mostly, names what it has. */
final class Md5 {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final byte[] digest;

  private Md5(byte[] digest) {
    this.digest = digest;
  }

  static Md5 of(byte[] bytes) {
    return new Md5(newDigest().digest(bytes));
  }

  /** Reads a stream to its end. */
  static Md5 of(InputStream stream) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER_BYTES];
    int count;
    while ((count = stream.read(buffer)) >= 0) {
      digest.update(buffer, 0, count);
    }
    return new Md5(digest.digest());
  }

  String base64() {
    return Base64.getEncoder().encodeToString(digest);
  }

  String hex() {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has MD5", e);
    }
  }
}
