package dev.seseragi.cli.stores;

import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreFinder;
import java.util.Map;

/** Opens the store of a location. */
public final class Stores {
  private Stores() {}

  /**
   * Opens the store that holds a replica; nothing is requested from it yet. The caller closes it.
   *
   * @param environment the process's variables, for credentials and endpoints
   * @throws dev.seseragi.store.StoreConfigurationException if this build has no such store
   */
  public static ObjectStore open(ReplicaLocation location, Map<String, String> environment) {
    return switch (location) {
      case ReplicaLocation.Directory directory -> new DirectoryStore(directory.folder());
      case ReplicaLocation.Remote remote ->
          StoreFinder.open(
              remote.type().label(), new StoreAddress(remote.url(), remote.options(), environment));
    };
  }
}
