package dev.seseragi.apps.pos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program does besides serving. */
final class CommandsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private int run(String command) throws InterruptedException {
    ChildJvm jvm =
        ChildJvm.running(Pos.class, command)
            .withEnvironment("POS_DB", folder.resolve("pos.db").toString())
            .withEnvironment("POS_SEED", "demo")
            .withEnvironment("SESERAGI_REPLICA_URL", "file://" + folder.resolve("replica"));
    try (ChildProcess process = jvm.start()) {
      return process.awaitExit(LONG);
    }
  }

  @Test
  void whatSucceedsEndsWithZeroAndWhatIsUnknownDoesNot() throws Exception {
    assertThat(run("migrate")).isZero();
    assertThat(run("seed")).isZero();
    assertThat(run("nonsense")).isEqualTo(2);
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    try (Shop shop =
        Shop.in(elsewhere, "SESERAGI_REPLICA_URL", "file://" + folder.resolve("replica"))) {
      assertThat(shop.get("/api/products").size("products")).isEqualTo(6);
    }
  }
}
