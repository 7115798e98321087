package dev.seseragi.engine;

import static dev.seseragi.engine.Playground.LONG;
import static dev.seseragi.engine.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.store.encryption.EncryptionMark;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.time.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Two first starts on one empty replica, of which only one was told of a key. */
final class MixedStartTest {
  private static final EncryptionKey KEY = EncryptionKey.of(new byte[EncryptionKey.BYTES]);

  @TempDir Path folder;

  @RepeatedTest(12)
  void atMostOneOfThemWritesAndWhatItHasConfirmedIsThere() throws Exception {
    MemoryStore memory = new MemoryStore();
    try (Playground plain = new Playground(Files.createDirectory(folder.resolve("a")), memory);
        Playground secret =
            new Playground(
                Files.createDirectory(folder.resolve("b")),
                Encryption.around(memory.anotherClient(), KEY));
        Connection one = plain.open("WAL");
        Connection other = secret.open("WAL")) {
      insert(one, 10, 300);
      insert(other, 20, 300);
      try (Replicator open = plain.start();
          Replicator sealed = secret.start()) {
        Await.until("both have come to something", LONG, () -> isOver(open) && isOver(sealed));

        assertThat(isWriter(open) && isWriter(sealed)).isFalse();
        if (isWriter(open)) {
          open.sync(LONG);
          // As the refused one says.
          memory.delete(List.of(EncryptionMark.NAME));
          plain.assertReplicaIsDatabase();
        } else if (isWriter(sealed)) {
          sealed.sync(LONG);
          secret.assertReplicaIsDatabase();
        }
      }
    }
  }

  private static boolean isOver(Replicator replicator) {
    return replicator.started().isDone() || replicator.status().problem().isPresent();
  }

  private static boolean isWriter(Replicator replicator) {
    return replicator.started().isDone() && !replicator.started().isCompletedExceptionally();
  }
}
