package dev.seseragi.testkit.store.encryption;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Encryption keeps the whole contract. */
final class EncryptedMemoryStoreContractTest extends ObjectStoreContract {
  private final Map<String, MemoryStore> stores = new ConcurrentHashMap<>();

  @Override
  protected ObjectStore open(String replica) {
    MemoryStore store = stores.computeIfAbsent(replica, name -> new MemoryStore());
    return Encryption.around(store.anotherClient(), TestKeys.KEY);
  }
}
