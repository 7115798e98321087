package dev.seseragi.bench.replicate;

import dev.seseragi.engine.EngineThreads;
import dev.seseragi.engine.Replicator;
import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.testkit.store.FaultyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A sidecar that counts its requests, in the time from its ready line to SIGTERM. */
final class CountingSidecarMain {
  static final String READY = "ready";
  static final String REQUESTS = "requests=";
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private CountingSidecarMain() {}

  /** Arguments: folder of the databases, how many, milliseconds before the count begins. */
  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    EngineThreads threads = EngineThreads.start();
    List<FaultyStore> stores = new ArrayList<>();
    List<Replicator> replicators = new ArrayList<>();
    for (Path database : Fleet.databases(folder, Integer.parseInt(args[1]))) {
      Path root = folder.resolve("counted").resolve(String.valueOf(database.getFileName()));
      FaultyStore store = new FaultyStore(new DirectoryStore(root));
      stores.add(store);
      ReplicatorSettings settings =
          ReplicatorSettings.defaultsFor(database)
              .withStateFolder(database.resolveSibling(".counted-" + database.getFileName()));
      replicators.add(Replicator.start(database, new Replica(store), settings, threads));
    }
    for (Replicator replicator : replicators) {
      replicator.sync(DEADLINE);
    }
    Thread.sleep(Long.parseLong(args[2]));
    long before = requests(stores);
    System.out.println(READY);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> System.out.println(REQUESTS + (requests(stores) - before))));
    Thread.currentThread().join();
  }

  private static long requests(List<FaultyStore> stores) {
    return stores.stream().mapToLong(store -> store.counts().requests()).sum();
  }
}
