package dev.seseragi.store.gcs;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;

/** Opens replicas at {@code gs://BUCKET/PREFIX}. */
public final class GcsProvider implements StoreProvider {
  /** Holds nothing. */
  public GcsProvider() {}

  @Override
  public String type() {
    return "gs";
  }

  @Override
  public ObjectStore open(StoreAddress address) {
    return new GcsStore(GcsSettings.of(address), RemoteLimits.DEFAULT);
  }
}
