package dev.seseragi.store.s3;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;

/** Opens replicas of {@code type: s3}. */
public final class S3StoreProvider implements StoreProvider {
  private final RemoteLimits limits;

  /** For the service loader. */
  public S3StoreProvider() {
    this(RemoteLimits.DEFAULT);
  }

  /** Opens stores with other limits. */
  public S3StoreProvider(RemoteLimits limits) {
    this.limits = limits;
  }

  @Override
  public String type() {
    return "s3";
  }

  @Override
  public ObjectStore open(StoreAddress address) {
    return new S3Store(S3SettingsReader.read(address), limits);
  }
}
