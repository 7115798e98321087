package dev.seseragi.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.testkit.gcs.FakeGcs;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.store.GeneratedBody;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SmallHeapTest {
  private static final GeneratedBody BODY = new GeneratedBody(11, 100 << 20);

  /** Uploads and reads back an object three times as large as the heap. */
  static final class Main {
    public static void main(String[] args) throws Exception {
      StoreAddress address =
          new StoreAddress(
              "gs://" + TestStores.BUCKET + "/shop",
              Map.of(),
              Map.of(GcsSettings.EMULATOR, args[0]));
      try (GcsStore store = new GcsStore(GcsSettings.of(address), RemoteLimits.DEFAULT)) {
        System.out.println(store.create("large", BODY, Instant.EPOCH));
        try (InputStream in = store.read("large", 0, Long.MAX_VALUE)) {
          System.out.println("equal: " + BODY.isContentOf(in));
        }
      }
    }
  }

  @Test
  void aLargeBodyNeedsNoLargeHeap() throws Exception {
    try (FakeGcs gcs = FakeGcs.start().withBucket(TestStores.BUCKET);
        ChildProcess child =
            ChildJvm.running(Main.class, gcs.hostAndPort()).withJvmOptions("-Xmx32m").start()) {
      child.awaitLine(Duration.ofSeconds(60), line -> line.startsWith("Created"));
      child.awaitLine(Duration.ofSeconds(60), line -> line.equals("equal: true"));
      assertThat(child.awaitExit(Duration.ofSeconds(20))).isZero();
    }
  }
}
