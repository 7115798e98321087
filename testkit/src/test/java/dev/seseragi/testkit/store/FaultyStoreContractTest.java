package dev.seseragi.testkit.store;

import dev.seseragi.store.ObjectStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Without faults a faulty store is a store like others. */
final class FaultyStoreContractTest extends ObjectStoreContract {
  private final Map<String, MemoryStore> stores = new ConcurrentHashMap<>();

  @Override
  protected ObjectStore open(String replica) {
    return new FaultyStore(stores.computeIfAbsent(replica, name -> new MemoryStore()));
  }
}
