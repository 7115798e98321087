package dev.seseragi.testkit.store;

import dev.seseragi.store.ObjectStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class LatencyStoreContractTest extends ObjectStoreContract {
  private static final Duration DELAY = Duration.ofNanos(100_000);

  private final Map<String, MemoryStore> stores = new ConcurrentHashMap<>();

  @Override
  protected ObjectStore open(String replica) {
    MemoryStore store = stores.computeIfAbsent(replica, name -> new MemoryStore());
    return new LatencyStore(store.anotherClient(), DELAY, Thread::sleep);
  }
}
