package dev.seseragi.jdbc;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import java.util.Map;

/** Where the replica is kept. */
public sealed interface ReplicaTarget {
  /** Nowhere: a plain local database, for development. */
  record None() implements ReplicaTarget {}

  /**
   * At a URL, such as {@code s3://bucket/shop} or {@code file:///backup/shop}. The module of that
   * kind of store must be on the class path.
   *
   * @param url may hold a password
   * @param environment variables for credentials and endpoints
   */
  record Url(String url, Map<String, String> environment) implements ReplicaTarget {
    /** Copies. */
    public Url {
      environment = Map.copyOf(environment);
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return new StoreAddress(url, Map.of(), Map.of()).describe();
    }
  }

  /**
   * In a store that the caller has opened, and closes.
   *
   * @param store at the prefix of this replica
   */
  record Store(ObjectStore store) implements ReplicaTarget {
    @Override
    public String toString() {
      return store.describe();
    }
  }
}
