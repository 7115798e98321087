package dev.seseragi.store;

/**
 * A kind of store that lives in a module of its own. Implementations are found by {@link
 * java.util.ServiceLoader}: what is on the class path can be used. They have a public constructor
 * without parameters and hold no state; constructing one loads no class of a client library.
 */
public interface StoreProvider {
  /** The word that {@code type:} has for it in litestream.yml, which is also its URLs' scheme. */
  String type();

  /**
   * Opens the store of one replica. Requests nothing yet and does not wait: clients and connections
   * that take their time are made in the background or at the first request.
   *
   * @throws StoreConfigurationException if an option is missing, unknown or has no valid value
   */
  ObjectStore open(StoreAddress address);
}
