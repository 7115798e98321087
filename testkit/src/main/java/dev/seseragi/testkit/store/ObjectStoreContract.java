package dev.seseragi.testkit.store;

import dev.seseragi.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What every store must do, the contract of {@link ObjectStore} as tests. Each store's module has a
 * subclass that opens the store.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ObjectStoreContract
    implements WriteContract, ReadContract, ListContract, ClientContract {
  private final String replica = "kit-" + UUID.randomUUID();
  private final List<ObjectStore> opened = new ArrayList<>();

  /** Connects to nothing: {@link #open} does. */
  protected ObjectStoreContract() {}

  /**
   * Opens a client of a store.
   *
   * @param replica a name of the kit's; clients of the same one share their objects, and those of
   *     another one see none of them
   */
  protected abstract ObjectStore open(String replica) throws Exception;

  @BeforeEach
  final void openTheStore() throws Exception {
    opened.add(open(replica));
  }

  @AfterEach
  final void closeTheStores() {
    opened.forEach(ObjectStore::close);
  }

  @Override
  public final ObjectStore store() {
    return opened.getFirst();
  }

  @Override
  public final ObjectStore anotherClient() throws Exception {
    ObjectStore client = open(replica);
    opened.add(client);
    return client;
  }
}
