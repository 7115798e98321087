package dev.seseragi.cli.stores;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Opens the store of a location: a directory, or what a module on the class path provides. */
public final class Stores {
  private Stores() {}

  /**
   * Opens the store that holds a replica; nothing is requested from it yet. The caller closes it.
   *
   * @param environment the process's variables, for credentials and endpoints
   * @throws CommandException if this build has no such store
   */
  public static ObjectStore open(ReplicaLocation location, Map<String, String> environment) {
    return switch (location) {
      case ReplicaLocation.Directory directory -> new DirectoryStore(directory.folder());
      case ReplicaLocation.Remote remote -> open(remote, environment);
    };
  }

  private static ObjectStore open(ReplicaLocation.Remote remote, Map<String, String> environment) {
    return ServiceLoader.load(StoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.type().equals(remote.type().label()))
        .findFirst()
        .orElseThrow(() -> unknown(remote))
        .open(new StoreAddress(remote.url(), remote.options(), environment));
  }

  private static CommandException unknown(ReplicaLocation.Remote remote) {
    List<String> types =
        Stream.concat(
                Stream.of(StoreType.FILE.label()),
                ServiceLoader.load(StoreProvider.class).stream().map(found -> found.get().type()))
            .sorted()
            .toList();
    return new CommandException(
        "cannot open %s: replicas of type %s are not built into this version, only %s;"
                .formatted(remote.describe(), remote.type().label(), String.join(", ", types))
            + " use a directory, such as file:///backup/db");
  }
}
