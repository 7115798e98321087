package dev.seseragi.testkit.store.encryption;

import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.testkit.store.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Encryption keeps the whole contract in a folder, too. */
final class EncryptedDirectoryStoreContractTest extends ObjectStoreContract {
  @TempDir private Path folder;

  @Override
  protected ObjectStore open(String replica) {
    return Encryption.around(new DirectoryStore(folder.resolve(replica)), TestKeys.KEY);
  }
}
