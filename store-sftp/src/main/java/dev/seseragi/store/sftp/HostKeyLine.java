package dev.seseragi.store.sftp;

import dev.seseragi.store.StoreConfigurationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A server's public key.
 *
 * @param type such as {@code ssh-ed25519}
 * @param base64 the key as OpenSSH's files have it, the type within
 */
record HostKeyLine(String type, String base64) {
  /**
   * Reads a line of OpenSSH's {@code .pub} or {@code known_hosts} files, or of ssh-keyscan.
   *
   * @throws StoreConfigurationException if there is no key in it
   */
  static HostKeyLine parse(String line) {
    String[] words = line.strip().split("\\s+", -1);
    for (int i = 0; i + 1 < words.length; i++) {
      if (words[i].equals(typeWithin(words[i + 1]))) {
        return new HostKeyLine(words[i], words[i + 1]);
      }
    }
    throw new StoreConfigurationException(
        "host-key: the server's public key was expected, such as \"ssh-ed25519 AAAAC3NzaC1…\", found"
            + " \"%s\"; ssh-keyscan HOST prints it".formatted(line));
  }

  /** The key that a server showed, in the protocol's form (RFC 4253 §6.6). */
  static HostKeyLine of(byte[] key) {
    String base64 = Base64.getEncoder().encodeToString(key);
    return new HostKeyLine(typeWithin(base64), base64);
  }

  /** The type that the key itself begins with; "" if it is no key. */
  private static String typeWithin(String base64) {
    try {
      ByteBuffer key = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      int length = key.remaining() < Integer.BYTES ? -1 : key.getInt();
      if (length < 1 || length > key.remaining()) {
        return "";
      }
      return new String(key.array(), Integer.BYTES, length, StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException noBase64) {
      return "";
    }
  }

  /** As OpenSSH shows it, to be compared by people. */
  String fingerprint() {
    try {
      byte[] key = Base64.getDecoder().decode(base64);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The signatures to be asked for so that the server shows this key and no other of its. */
  String algorithms() {
    return type.equals("ssh-rsa") ? "rsa-sha2-512,rsa-sha2-256" : type;
  }

  /** The line for the configuration. */
  @Override
  public String toString() {
    return type + " " + base64;
  }
}
