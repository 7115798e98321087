package dev.seseragi.store.azure;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;

/** {@code abs://ACCOUNT@CONTAINER/PREFIX}. */
public final class AzureStoreProvider implements StoreProvider {
  /** For the service loader. */
  public AzureStoreProvider() {}

  @Override
  public String type() {
    return "abs";
  }

  @Override
  public ObjectStore open(StoreAddress address) {
    return new AzureStore(AzureSettings.of(address), RemoteLimits.DEFAULT);
  }
}
