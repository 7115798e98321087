package dev.seseragi.store.gcs;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;

/** Opens replicas at {@code gs://BUCKET/PREFIX}. */
public final class GcsProvider implements StoreProvider {
  private final RemoteLimits limits;

  /** For the service loader. */
  public GcsProvider() {
    this(RemoteLimits.DEFAULT);
  }

  /** Opens stores with other limits. */
  public GcsProvider(RemoteLimits limits) {
    this.limits = limits;
  }

  @Override
  public String type() {
    return "gs";
  }

  @Override
  public ObjectStore open(StoreAddress address) {
    return new GcsStore(GcsSettings.of(address), limits);
  }
}
