package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes leaves whole objects only, and all it spoke of. */
@Timeout(300)
final class DirectoryStoreCrashTest {
  /** More by {@code -Dseseragi.crash.rounds=1000}. */
  private static final int ROUNDS = Integer.getInteger("seseragi.crash.rounds", 8);

  private static final int MOST_ACKNOWLEDGED = 80;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Instant TIME = Instant.parse("2026-11-21T07:53:37.825Z");

  /** A put object's size tells its seed. */
  private static final int CONFIG_BYTES = 100_000;

  @TempDir private Path folder;

  /** Creates objects, and writes one over, from several threads until it is killed. */
  static final class Writer {
    private static final int THREADS = 3;
    private static final int LARGEST_BYTES = 200_000;

    public static void main(String[] args) {
      DirectoryStore store = new DirectoryStore(Path.of(args[0]));
      long seed = Long.parseLong(args[1]);
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom random = new SplittableRandom(seed * THREADS + i);
        Thread.ofPlatform().start(() -> createForEver(store, random));
      }
      for (int i = 0; ; i++) {
        store.put("config", new GeneratedBody(i, CONFIG_BYTES + i), TIME);
      }
    }

    private static void createForEver(DirectoryStore store, SplittableRandom random) {
      while (true) {
        GeneratedBody body = new GeneratedBody(random.nextLong(), random.nextInt(LARGEST_BYTES));
        String name = "ltx/0/%016x-%d".formatted(body.seed(), body.sizeBytes());
        if (store.create(name, body, TIME) instanceof PutOutcome.Created) {
          System.out.println(name);
        }
      }
    }
  }

  @Test
  void aKilledWriterLeavesWholeObjectsAndAllThatItAcknowledged() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> acknowledged = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(writeAndKill(random));
      assertThatAllIsWhole("seed " + seed + ", round " + round, acknowledged);
    }
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
  }

  private Set<String> writeAndKill(SplittableRandom random) throws InterruptedException {
    Set<String> acknowledged = new HashSet<>();
    try (ChildProcess writer = ChildJvm.running(Writer.class, folder, random.nextLong()).start()) {
      int count = random.nextInt(1, MOST_ACKNOWLEDGED);
      while (acknowledged.size() < count) {
        acknowledged.add(writer.nextLine(SOON).orElseThrow());
      }
      writer.kill();
      acknowledged.addAll(writer.remainingLines(SOON));
    }
    return acknowledged;
  }

  private void assertThatAllIsWhole(String round, Set<String> acknowledged) throws Exception {
    try (DirectoryStore store = new DirectoryStore(folder)) {
      for (ObjectInfo object : Listings.objects(store, "")) {
        try (InputStream content = store.read(object.name(), 0, Long.MAX_VALUE)) {
          assertThat(bodyOf(object).isContentOf(content)).as("%s: %s", round, object).isTrue();
        }
        assertThat(object.timestamp()).as("%s: %s", round, object).isEqualTo(TIME);
      }
      Set<String> listed =
          Listings.names(store, "ltx/0/").stream().collect(Collectors.toUnmodifiableSet());
      assertThat(listed).as(round).containsAll(acknowledged);
    }
  }

  /** What the object must have in it, as its name says, or the size of the one put. */
  private static GeneratedBody bodyOf(ObjectInfo object) {
    if (object.name().equals("config")) {
      return new GeneratedBody(object.sizeBytes() - CONFIG_BYTES, object.sizeBytes());
    }
    String[] seedAndSize = object.name().substring("ltx/0/".length()).split("-", -1);
    return new GeneratedBody(
        Long.parseUnsignedLong(seedAndSize[0], 16), Long.parseLong(seedAndSize[1]));
  }
}
