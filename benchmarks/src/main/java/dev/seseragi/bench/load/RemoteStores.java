package dev.seseragi.bench.load;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;
import java.util.Map;
import java.util.ServiceLoader;

/** Opens stores that modules on the class path provide. */
public final class RemoteStores {
  private RemoteStores() {}

  /**
   * Opens the store of a URL; the caller closes it.
   *
   * @param environment with the credentials
   */
  public static ObjectStore open(String url, Map<String, String> environment) {
    String type = url.substring(0, url.indexOf(':'));
    return ServiceLoader.load(StoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no module provides " + type))
        .open(new StoreAddress(url, Map.of(), environment));
  }
}
