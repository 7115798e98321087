package dev.seseragi.store;

import java.util.Map;

/**
 * Where a remote replica is, as its owner wrote it. Holds secrets: {@link #toString} does not show
 * them.
 *
 * @param url with scheme; may hold a password and options in its query
 * @param options what litestream.yml says besides, by its keys; they win over the URL's query
 * @param environment the variables of the process, for credentials and endpoints
 */
public record StoreAddress(
    String url, Map<String, String> options, Map<String, String> environment) {
  /** Copies the maps. */
  public StoreAddress {
    options = Map.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /** The URL without what may be a secret: user, password and query. */
  public String describe() {
    // Up to the last @: a password may hold a / or an @ that its author did not encode.
    return url.replaceFirst("(?s)\\?.*$", "").replaceFirst("(?s)^(\\w+://)?.*@", "$1***@");
  }

  @Override
  public String toString() {
    return describe();
  }
}
