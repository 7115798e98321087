package dev.seseragi.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.s3.S3TestServer;
import dev.seseragi.testkit.store.GeneratedBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object need not fit into memory, in either direction. */
final class LargeBodyTest {
  private static final int HEAP_MEGABYTES = 24;
  private static final GeneratedBody LARGE = new GeneratedBody(7, 80 << 20);

  @TempDir private Path folder;

  /** Stores a large object and reads it back. */
  static final class Client {
    public static void main(String[] args) throws IOException {
      try (ObjectStore store = TestStores.open(args[0])) {
        PutOutcome outcome = store.create("0009/large", LARGE, Instant.EPOCH);
        try (InputStream content = store.read("0009/large", 0, Long.MAX_VALUE)) {
          System.out.println(outcome + " " + LARGE.isContentOf(content));
        }
      }
    }
  }

  @Test
  void aSmallHeapIsEnough() throws Exception {
    try (S3TestServer server = S3TestServer.in(folder);
        ChildProcess client =
            ChildJvm.running(Client.class, server.replicaUrl("large"))
                .withJvmOptions("-Xmx" + HEAP_MEGABYTES + "m")
                .start()) {
      assertThat(client.nextLine(Duration.ofSeconds(60)))
          .as(client.errorOutput())
          .contains("Created[] true");
    }
  }
}
