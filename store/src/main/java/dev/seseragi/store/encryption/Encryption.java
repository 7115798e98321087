package dev.seseragi.store.encryption;

import dev.seseragi.store.ObjectStore;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** Puts encryption around stores. */
public final class Encryption {
  private Encryption() {}

  /**
   * A view of a store through which everything is plain that is encrypted in it, and everything is
   * encrypted that is written. Asks the store for nothing yet. Whether the key is the one, and
   * whether the replica is encrypted at all, is found out by the first call that meets an object;
   * that, and every later call, throws {@link EncryptionMismatchException} if not.
   *
   * @param store closed by the view
   */
  public static ObjectStore around(ObjectStore store, EncryptionKey key) {
    SecureRandom random = new SecureRandom();
    // While the store is asked for the first time: the first object would wait for it.
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("seseragi-cipher")
            .start(() -> ChunkCipher.load(key, random));
    return new EncryptedStore(store, key, random);
  }

  /**
   * The same, if there is a key.
   *
   * @param configured where the configuration says that the key is; without it, the environment may
   *     say so
   * @throws dev.seseragi.store.StoreConfigurationException if the key cannot be had; the store is
   *     closed then
   */
  public static ObjectStore around(
      ObjectStore store, Optional<KeySource> configured, Map<String, String> environment) {
    try {
      return key(configured, environment).map(key -> around(store, key)).orElse(store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * The key that is configured, or named by the environment.
   *
   * @throws dev.seseragi.store.StoreConfigurationException if it cannot be had
   */
  public static Optional<EncryptionKey> key(
      Optional<KeySource> configured, Map<String, String> environment) {
    return configured
        .or(() -> KeySource.ofEnvironment(environment))
        .map(source -> source.key(environment));
  }
}
