package dev.seseragi.cli.run;

import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreProvider;
import dev.seseragi.testkit.store.LatencyStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Directories that answer after 50 ms, or not at all while there is a file {@code hang} beside
 * them; by URLs {@code oss:///FOLDER}.
 */
final class SlowStores implements StoreProvider {
  private static final Duration DELAY = Duration.ofMillis(50);

  @Override
  public String type() {
    return "oss";
  }

  @Override
  public ObjectStore open(StoreAddress address) {
    Path folder = Path.of(address.url().substring("oss://".length()));
    Path hang = hangFile(folder);
    return new LatencyStore(
        new DirectoryStore(folder),
        DELAY,
        time -> {
          do {
            Thread.sleep(time);
          } while (Files.exists(hang));
        });
  }

  static Path hangFile(Path folder) {
    return folder.resolveSibling("hang");
  }
}
