package dev.seseragi.cli.stores;

import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreFinder;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import java.util.Optional;

/** Opens the store of a location: a directory, or what a module on the class path provides. */
public final class Stores {
  private Stores() {}

  /**
   * Opens the store that holds a replica, as it is to who has its key; nothing is requested from it
   * yet. The caller closes it.
   *
   * @param key of an encrypted replica; empty if it is to be a plain one
   * @param surroundings have the kinds of store, and the variables for credentials and endpoints
   * @throws dev.seseragi.store.StoreConfigurationException if this build has no such store
   */
  public static ObjectStore open(
      ReplicaLocation location, Optional<EncryptionKey> key, Surroundings surroundings) {
    ObjectStore store = plain(location, surroundings);
    return key.map(secret -> Encryption.around(store, secret)).orElse(store);
  }

  /**
   * Opens the store that holds a replica, with its objects as they are stored; nothing is requested
   * from it yet. The caller closes it.
   *
   * @param surroundings have the kinds of store, and the variables for credentials and endpoints
   * @throws dev.seseragi.store.StoreConfigurationException if this build has no such store
   */
  public static ObjectStore plain(ReplicaLocation location, Surroundings surroundings) {
    return switch (location) {
      case ReplicaLocation.Directory directory -> new DirectoryStore(directory.folder());
      case ReplicaLocation.Remote remote ->
          new StoreFinder(surroundings.stores())
              .open(
                  remote.type().label(),
                  new StoreAddress(remote.url(), remote.options(), surroundings.environment()));
    };
  }
}
