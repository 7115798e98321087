package dev.seseragi.store.sftp;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;

/** {@code sftp://USER[:PASSWORD]@HOST[:PORT]/PATH}. */
public final class SftpStoreProvider implements StoreProvider {
  /** For the service loader. */
  public SftpStoreProvider() {}

  @Override
  public String type() {
    return "sftp";
  }

  @Override
  public ObjectStore open(StoreAddress address) {
    return new SftpStore(SftpSettings.of(address), RemoteLimits.DEFAULT);
  }
}
