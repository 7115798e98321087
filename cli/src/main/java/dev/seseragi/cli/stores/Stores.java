package dev.seseragi.cli.stores;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Opens the store of a location: a directory, or what a module on the class path provides. */
public final class Stores {
  private Stores() {}

  /**
   * Opens the store that holds a replica; nothing is requested from it yet. The caller closes it.
   *
   * @param surroundings have the kinds of store, and the variables for credentials and endpoints
   * @throws CommandException if this build has no such store
   */
  public static ObjectStore open(ReplicaLocation location, Surroundings surroundings) {
    return switch (location) {
      case ReplicaLocation.Directory directory -> new DirectoryStore(directory.folder());
      case ReplicaLocation.Remote remote ->
          open(remote, surroundings.stores(), surroundings.environment());
    };
  }

  private static ObjectStore open(
      ReplicaLocation.Remote remote,
      Iterable<StoreProvider> providers,
      Map<String, String> environment) {
    return stream(providers)
        .filter(provider -> provider.type().equals(remote.type().label()))
        .findFirst()
        .orElseThrow(() -> unknown(remote, providers))
        .open(new StoreAddress(remote.url(), remote.options(), environment));
  }

  private static Stream<StoreProvider> stream(Iterable<StoreProvider> providers) {
    return StreamSupport.stream(providers.spliterator(), false);
  }

  private static CommandException unknown(
      ReplicaLocation.Remote remote, Iterable<StoreProvider> providers) {
    List<String> types =
        Stream.concat(Stream.of(StoreType.FILE.label()), stream(providers).map(StoreProvider::type))
            .sorted()
            .toList();
    return new CommandException(
        "cannot open %s: replicas of type %s are not built into this version, only %s;"
                .formatted(remote.describe(), remote.type().label(), String.join(", ", types))
            + " use a directory, such as file:///backup/db");
  }
}
