package dev.seseragi.store.encryption;

import dev.seseragi.SeseragiException;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The object that says that a replica is encrypted, and how. It is created before anything else,
 * can be read without the key, and is never changed.
 *
 * @param scheme how objects are encrypted
 * @param replica 16 random bytes in hex, which every object's key is bound to: objects of another
 *     replica with the same key do not open in this one
 * @param keyFingerprint which key
 * @param check what only who has the key can have written, in hex
 */
public record EncryptionMark(String scheme, String replica, String keyFingerprint, String check) {
  /** The name of the mark under a replica's prefix. */
  public static final String NAME = "seseragi/encryption.json";

  static final String SCHEME = "aes-256-gcm-64k";
  static final int REPLICA_BYTES = 16;

  private static final int CHECK_BYTES = 32;
  private static final int MAX_BYTES = 4096;
  private static final String FORMAT = "1";
  private static final byte[] INFO =
      "seseragi encryption 1 mark".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern MEMBER =
      Pattern.compile("\"([a-z_]+)\"\\s*:\\s*(?:\"([^\"\\\\]*)\"|(\\d+))");
  private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})*");

  /** A mark for a new replica. */
  static EncryptionMark make(EncryptionKey key, SecureRandom random) {
    byte[] replica = new byte[REPLICA_BYTES];
    random.nextBytes(replica);
    return of(key, HexFormat.of().formatHex(replica));
  }

  static EncryptionMark of(EncryptionKey key, String replica) {
    return new EncryptionMark(SCHEME, replica, key.fingerprint(), checkOf(key, replica));
  }

  private static String checkOf(EncryptionKey key, String replica) {
    byte[] salt = HexFormat.of().parseHex(replica);
    return HexFormat.of().formatHex(key.derive(salt, INFO, CHECK_BYTES));
  }

  /** What lies in the store; empty if there is no mark. */
  static Optional<EncryptionMark> read(ObjectStore store) {
    byte[] bytes;
    try (InputStream in = store.read(NAME, 0, MAX_BYTES)) {
      bytes = in.readNBytes(MAX_BYTES);
    } catch (ObjectMissingException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("cannot read %s in %s".formatted(NAME, store.describe()), e);
    }
    return Optional.of(parse(new String(bytes, StandardCharsets.UTF_8), store.describe()));
  }

  private static EncryptionMark parse(String text, String store) {
    Map<String, String> members = new HashMap<>();
    Matcher matcher = MEMBER.matcher(text);
    while (matcher.find()) {
      members.put(matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    }
    String format = members.getOrDefault("format", "none");
    String scheme = members.getOrDefault("scheme", "none");
    EncryptionMark mark =
        new EncryptionMark(
            scheme,
            members.getOrDefault("replica", ""),
            members.getOrDefault("key", ""),
            members.getOrDefault("check", ""));
    boolean isKnown = format.equals(FORMAT) && scheme.equals(SCHEME);
    boolean isWhole =
        isHex(mark.replica, REPLICA_BYTES)
            && isHex(mark.keyFingerprint, EncryptionKey.FINGERPRINT_BYTES)
            && isHex(mark.check, CHECK_BYTES);
    if (!isKnown || !isWhole) {
      String found = isKnown ? "one with members missing" : scheme + " of format " + format;
      throw EncryptionMismatchException.unknownScheme(store, found);
    }
    return mark;
  }

  private static boolean isHex(String text, int bytes) {
    return text.length() == 2 * bytes && HEX.matcher(text).matches();
  }

  /** Demands that this is the mark of who has the key. */
  void demand(EncryptionKey key, String store) {
    if (!keyFingerprint.equals(key.fingerprint())) {
      throw EncryptionMismatchException.wrongKey(store, keyFingerprint, key.fingerprint());
    }
    byte[] expected = checkOf(key, replica).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(expected, check.getBytes(StandardCharsets.US_ASCII))) {
      throw EncryptionMismatchException.forgedMark(store);
    }
  }

  byte[] toBytes() {
    return """
    {
      "format": %s,
      "scheme": "%s",
      "replica": "%s",
      "key": "%s",
      "check": "%s",
      "note": "All other objects here are encrypted by Seseragi. Without this one they are still readable with the key."
    }
    """
        .formatted(FORMAT, scheme, replica, keyFingerprint, check)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** For a message: which key; nothing if the mark cannot be read. */
  static String describe(ObjectStore store) {
    try {
      return read(store).map(mark -> " with key " + mark.keyFingerprint).orElse("");
    } catch (SeseragiException unreadable) {
      return "";
    }
  }
}
