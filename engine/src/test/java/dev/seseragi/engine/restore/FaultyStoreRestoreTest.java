package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.StoreException;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.Fixtures;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultScript;
import dev.seseragi.testkit.store.FaultyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Restores while requests fail, streams break and listings are cut. */
final class FaultyStoreRestoreTest {
  private static final List<Fault> FAULTS =
      List.of(
          new Fault.Unavailable(),
          new Fault.AnswerLost(),
          new Fault.Slow(Duration.ofMillis(1)),
          new Fault.BrokenRead(50),
          new Fault.BrokenRead(700),
          new Fault.CutRead(300));

  private Path folder = Path.of("");

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("faulty-restore");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    Files.delete(folder);
  }

  @Provide
  Arbitrary<String> fixtures() {
    return Arbitraries.of("levels", "shrink", "v050-then-head", "v3-indices");
  }

  @Property(tries = 80)
  void aRestoreEndsWithTheRightBytesOrWithAnErrorAndNoFile(
      @ForAll @From("fixtures") String name, @ForAll long seed) throws IOException {
    Fixture fixture = Fixtures.named(name);
    FaultyStore store = new FaultyStore(new MovingStore().load(fixture));
    store.script(FaultScript.random(seed, 0.15, FAULTS));
    Path target = folder.resolve("restored.db");

    try {
      Restores.of(store).run(new RestorePoint.Latest(), target, RestoreOptions.defaults());
    } catch (StoreException | DamagedReplicaException error) {
      assertThat(Restores.files(folder)).isEmpty();
      return;
    }

    assertThat(Restores.sha256(target))
        .isEqualTo(fixture.newest().database().orElseThrow().sha256().orElseThrow());
    Files.delete(target);
    assertThat(Restores.files(folder)).isEmpty();
  }
}
