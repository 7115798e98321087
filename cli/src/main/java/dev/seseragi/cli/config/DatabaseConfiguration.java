package dev.seseragi.cli.config;

import dev.seseragi.cli.stores.ReplicaLocation;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.store.encryption.KeySource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One database with its replica.
 *
 * @param path the database file, absolute
 * @param replica where it is replicated to
 * @param isRestoredIfMissing whether the newest state is restored before the start where there is
 *     no database
 * @param settings how it is replicated
 * @param encryption where the key of its replica comes from; empty if nothing is said about it here
 */
public record DatabaseConfiguration(
    Path path,
    ReplicaLocation replica,
    boolean isRestoredIfMissing,
    ReplicatorSettings settings,
    Optional<KeySource> encryption) {
  /** A database with everything as it is by default. */
  public static DatabaseConfiguration of(Path path, ReplicaLocation replica) {
    return new DatabaseConfiguration(
        path, replica, false, ReplicatorSettings.defaultsFor(path), Optional.empty());
  }

  /**
   * Whether its replica is encrypted: a plain one is refused where there is a key.
   *
   * @param environment may say so where the configuration does not
   * @throws dev.seseragi.store.StoreConfigurationException if it says something that is not
   *     understood
   */
  public boolean isEncrypted(Map<String, String> environment) {
    return encryption.isPresent() || KeySource.ofEnvironment(environment).isPresent();
  }

  /** The page ledger of its replication; need not exist. */
  public Path ledger() {
    return ReplicatorSettings.ledgerIn(settings.stateFolder());
  }
}
