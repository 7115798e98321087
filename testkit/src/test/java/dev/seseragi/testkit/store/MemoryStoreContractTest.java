package dev.seseragi.testkit.store;

import dev.seseragi.store.ObjectStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class MemoryStoreContractTest extends ObjectStoreContract {
  private final Map<String, MemoryStore> stores = new ConcurrentHashMap<>();

  @Override
  protected ObjectStore open(String replica) {
    return stores.computeIfAbsent(replica, name -> new MemoryStore()).anotherClient();
  }
}
