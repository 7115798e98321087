package dev.seseragi.store;

import dev.seseragi.testkit.store.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStoreContractTest extends ObjectStoreContract {
  @TempDir private Path folder;

  @Override
  protected ObjectStore open(String replica) {
    return new DirectoryStore(folder.resolve(replica));
  }
}
