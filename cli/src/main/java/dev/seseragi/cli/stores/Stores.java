package dev.seseragi.cli.stores;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;

/** Opens the store of a location. A new kind of store is added here, and nowhere else. */
public final class Stores {
  private Stores() {}

  /**
   * Opens the store that holds a replica; nothing is requested from it yet. The caller closes it.
   *
   * @throws CommandException if this build has no such store
   */
  public static ObjectStore open(ReplicaLocation location) {
    return switch (location) {
      case ReplicaLocation.Directory directory -> new DirectoryStore(directory.folder());
      case ReplicaLocation.Remote remote ->
          throw new CommandException(
              "cannot open %s: replicas of type %s are not built into this version, only file;"
                      .formatted(remote.describe(), remote.type().label())
                  + " use a directory, such as file:///backup/db");
    };
  }
}
