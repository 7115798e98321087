package dev.seseragi.jdbc;

import static dev.seseragi.jdbc.Playground.LONG;
import static dev.seseragi.jdbc.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.proof.Proof;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.time.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that wants to know whether its database could be restored. */
final class ProofTest {
  @TempDir Path folder;

  @Test
  void whatWasCommittedIsProvenToBeRestorable() throws Exception {
    Playground ground = new Playground(folder, new MemoryStore());
    AtomicInteger told = new AtomicInteger();
    try (Seseragi shop = ground.open(ground.options().withVerifyInterval(Duration.ofMillis(100)))) {
      shop.addListener(now -> told.incrementAndGet());
      insert(shop.dataSource(), "one");
      Instant committed = Instant.now();

      Await.until(
          "a restore is proven",
          LONG,
          () -> shop.provenRestorable().filter(committed::isBefore).isPresent());

      assertThat(shop.lastProof().orElseThrow().outcome()).matches(Proof.Outcome::isGood);
      assertThat(told).hasPositiveValue();
    }
  }

  @Test
  void withoutBeingAskedForNothingIsProven() throws Exception {
    try (Seseragi shop = new Playground(folder, new MemoryStore()).open()) {
      insert(shop.dataSource(), "one");

      assertThat(shop.provenRestorable()).isEmpty();
      assertThat(shop.lastProof()).isEmpty();
    }
  }
}
