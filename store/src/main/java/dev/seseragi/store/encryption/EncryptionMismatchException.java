package dev.seseragi.store.encryption;

import dev.seseragi.SeseragiException;
import dev.seseragi.store.ObjectStore;

/**
 * The replica and the configuration do not agree about encryption: another key, a key where nothing
 * is encrypted, none where all is, or a scheme that this version does not know. Nothing was read
 * from the replica's history or written to it. Trying again does not help; the message says what to
 * configure.
 */
public final class EncryptionMismatchException extends SeseragiException {
  private static final long serialVersionUID = 1L;

  private static final String PAGE = " (docs/encryption.md)";

  private EncryptionMismatchException(String message) {
    super(message + PAGE);
  }

  /**
   * For who has come upon {@link EncryptionMark#NAME} without a key. Reads the mark, for the key's
   * fingerprint.
   */
  public static EncryptionMismatchException keyMissing(ObjectStore store) {
    return new EncryptionMismatchException(
        ("%s is encrypted%s, and no key is configured. Name it by seseragi.encryption in the configuration"
                + " (key-env, key-file or key-command), or by the variable %s or %s;"
                + " Litestream cannot read this replica")
            .formatted(
                store.describe(),
                EncryptionMark.describe(store),
                KeySource.KEY_VARIABLE,
                KeySource.KEY_FILE_VARIABLE));
  }

  static EncryptionMismatchException wrongKey(String store, String expected, String found) {
    return new EncryptionMismatchException(
        "%s is encrypted with key %s, and the configured key is %s. Configure the one it was made with"
            .formatted(store, expected, found));
  }

  static EncryptionMismatchException notEncrypted(String store, String object) {
    return new EncryptionMismatchException(
        ("%s is not encrypted (it holds %s and no %s), but an encryption key is configured. To encrypt this"
                + " database, replicate it to a new, empty place; to use what is there, take the key"
                + " out of the configuration")
            .formatted(store, object, EncryptionMark.NAME));
  }

  static EncryptionMismatchException overtaken(String store, String object) {
    return new EncryptionMismatchException(
        ("another process has begun to write to %s without an encryption key (%s) while this one was starting with"
                + " one, and has marked it. If the plain one is right, delete %s there and take the key"
                + " out of this configuration; else end it, delete all that is there, and start again")
            .formatted(store, object, EncryptionMark.NAME));
  }

  static EncryptionMismatchException unknownScheme(String store, String found) {
    return new EncryptionMismatchException(
        "%s is encrypted in a way that this version does not know: expected scheme %s in %s, found %s. Use the version that wrote it"
            .formatted(store, EncryptionMark.SCHEME, EncryptionMark.NAME, found));
  }

  static EncryptionMismatchException forgedMark(String store) {
    return new EncryptionMismatchException(
        ("%s in %s was not written by who has the configured key, although it names it: somebody has changed"
                + " it. Restore from another copy of the replica, or put the genuine mark back")
            .formatted(EncryptionMark.NAME, store));
  }
}
