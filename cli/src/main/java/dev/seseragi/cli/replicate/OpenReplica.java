package dev.seseragi.cli.replicate;

import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.Configuration;
import dev.seseragi.cli.config.DatabaseConfiguration;
import dev.seseragi.cli.stores.Stores;
import dev.seseragi.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

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
    try {
      for (DatabaseConfiguration database : configuration.databases()) {
        opened.add(new OpenReplica(database, Stores.open(database.replica(), surroundings)));
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
