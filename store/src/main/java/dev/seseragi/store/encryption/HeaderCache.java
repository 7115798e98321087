package dev.seseragi.store.encryption;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of the objects that were read last, so that a range in the middle of an object takes
 * one request and not two. Some 300 bytes an entry. Safe for use by many threads.
 */
final class HeaderCache {
  /** Of more objects nobody reads parts at the same time. */
  static final int MAX_ENTRIES = 256;

  /** Guarded by this. */
  private final Map<String, ObjectHeader> headers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectHeader> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  synchronized Optional<ObjectHeader> find(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  synchronized void put(String name, ObjectHeader header) {
    headers.put(name, header);
  }

  synchronized void forget(String name) {
    headers.remove(name);
  }
}
