package dev.seseragi.testkit.store.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.encryption.Encryption;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.store.GeneratedBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is buffered beyond a few chunks. */
final class EncryptionMemoryTest {
  private static final GeneratedBody LARGE = new GeneratedBody(7, 200L << 20);

  @TempDir private Path folder;

  /** Stores a large object and reads it back. */
  static final class Client {
    public static void main(String[] args) throws IOException {
      try (ObjectStore store =
          Encryption.around(new DirectoryStore(Path.of(args[0])), TestKeys.KEY)) {
        PutOutcome outcome = store.create("ltx/9/large", LARGE, Instant.EPOCH);
        try (InputStream content = store.read("ltx/9/large", 0, Long.MAX_VALUE)) {
          System.out.println(outcome + " " + LARGE.isContentOf(content));
        }
      }
    }
  }

  @Test
  void aLargeBodyPassesASmallHeap() throws Exception {
    try (ChildProcess client =
        ChildJvm.running(Client.class, folder.resolve("replica"))
            .withJvmOptions("-Xmx32m")
            .start()) {
      assertThat(client.nextLine(Duration.ofMinutes(2)))
          .as(client.errorOutput())
          .contains("Created[] true");
    }
  }
}
