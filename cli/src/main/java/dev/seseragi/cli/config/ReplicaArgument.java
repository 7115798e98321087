package dev.seseragi.cli.config;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.stores.ReplicaLocation;
import dev.seseragi.cli.stores.ReplicaUrl;
import dev.seseragi.cli.stores.Stores;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The replica that an argument names, by its URL or by its database in the configuration.
 *
 * @param location where it is
 * @param database what the configuration says about the database; empty for a URL
 */
public record ReplicaArgument(ReplicaLocation location, Optional<DatabaseConfiguration> database) {
  /**
   * Reads a command's only argument.
   *
   * @param command for the hint
   */
  public static ReplicaArgument of(String command, Arguments arguments, Surroundings surroundings) {
    return of(command, CommonFlags.positionals(arguments, 1), arguments, surroundings);
  }

  /**
   * The same where other words stand before it.
   *
   * @param words what is left of them: the argument alone, or nothing
   */
  public static ReplicaArgument of(
      String command, List<String> words, Arguments arguments, Surroundings surroundings) {
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw new CommandException(
          "database path or replica URL required", "seseragi " + command + " /path/to/db");
    }
    String word = words.getFirst();
    if (!ReplicaUrl.isUrl(word) || word.startsWith("sqlite")) {
      Configuration configuration = CommonFlags.readConfiguration(arguments, surroundings);
      DatabaseConfiguration database = configured(word, configuration, surroundings);
      return new ReplicaArgument(database.replica(), Optional.of(database));
    }
    if (arguments.text(CommonFlags.CONFIG).isPresent()) {
      throw new CommandException("cannot specify a replica URL and the -config flag");
    }
    return new ReplicaArgument(ReplicaUrl.parse(word), Optional.empty());
  }

  /**
   * Opens the store that holds the replica, with its key if it has one; nothing is requested from
   * it yet. The caller closes it.
   *
   * @throws dev.seseragi.store.StoreConfigurationException if the key cannot be had, or this build
   *     has no such store
   */
  public ObjectStore open(Surroundings surroundings) {
    return Stores.open(location, key(surroundings), surroundings);
  }

  /**
   * The key of the replica; empty if none is configured.
   *
   * @throws dev.seseragi.store.StoreConfigurationException if it cannot be had
   */
  public Optional<EncryptionKey> key(Surroundings surroundings) {
    return Encryption.key(
        database.flatMap(DatabaseConfiguration::encryption), surroundings.environment());
  }

  /** The database with this path in the configuration. */
  public static DatabaseConfiguration configured(
      String word, Configuration configuration, Surroundings surroundings) {
    Path path = LocalPaths.of(surroundings).database(word);
    return configuration
        .database(path)
        .orElseThrow(() ->
            new CommandException("database not found in config: " + path, "seseragi databases"));
  }
}
