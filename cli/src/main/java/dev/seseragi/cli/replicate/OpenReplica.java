package dev.seseragi.cli.replicate;

import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.Configuration;
import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.stores.Stores;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.store.encryption.KeySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database and the one store of its replica from the process's start to its end.
 *
 * @param store made before anything else, so that its client and its connections get ready
 *     meanwhile
 */
record OpenReplica(DatabaseConfiguration database, ObjectStore store) {
  /** Opens the replicas of all databases; if one cannot be opened, none is. */
  static List<OpenReplica> all(Configuration configuration, Surroundings surroundings) {
    List<OpenReplica> opened = new ArrayList<>();
    // Databases that share a source share its key: a command is run once.
    Map<Optional<KeySource>, Optional<EncryptionKey>> keys = new HashMap<>();
    try {
      for (DatabaseConfiguration database : configuration.databases()) {
        Optional<EncryptionKey> key =
            keys.computeIfAbsent(
                database.encryption(),
                source -> Encryption.key(source, surroundings.environment()));
        opened.add(new OpenReplica(database, Stores.open(database.replica(), key, surroundings)));
      }
      return List.copyOf(opened);
    } catch (RuntimeException e) {
      close(opened);
      throw e;
    }
  }

  /** Closes the stores. */
  static void close(List<OpenReplica> replicas) {
    replicas.forEach(replica -> replica.store().close());
  }
}
