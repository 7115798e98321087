package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.fixtures.Damage;
import dev.seseragi.testkit.fixtures.Fixture;
import dev.seseragi.testkit.fixtures.FixtureRestore;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every point of every fixture, against what genuine Litestream restored. */
final class FixtureRestoreTest {
  @TempDir Path folder;

  static Stream<Fixture> undamaged() {
    return Fixtures.undamaged().stream();
  }

  static Stream<Fixture> damaged() {
    return Fixtures.damaged().stream();
  }

  @ParameterizedTest
  @MethodSource("undamaged")
  void everyPointIsTheSameBytesAsLitestreams(Fixture fixture) throws Exception {
    MovingStore store = new MovingStore().load(fixture);
    // Its points are the same but for one small segment, and each takes seconds: 1.1 GB.
    boolean isLarge = fixture.name().equals("lock-page");
    for (FixtureRestore restore : isLarge ? List.of(fixture.newest()) : fixture.restores()) {
      checkPoint(store, restore);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"levels-l0-removed", "v050-levels", "v050-then-head", "restarts"})
  void exactTimesAreAskedForWhereListingsHaveThemNot(String name) throws Exception {
    Fixture fixture = Fixtures.named(name);
    MovingStore store = new MovingStore(true, false, Duration.ofSeconds(1));
    store.load(fixture);
    // Such a listing cannot tell that a time is after the newest segment, if only a little.
    List<FixtureRestore> decidable =
        fixture.restores().stream()
            .filter(restore -> !restore.stderr().contains("timestamp does not exist"))
            .toList();
    for (FixtureRestore restore : decidable) {
      checkPoint(store, restore);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"levels", "v050-levels", "v3-then-head", "continued"})
  void aFolderIsAReplica(String name, @TempDir Path replica) throws Exception {
    Fixture fixture = Fixtures.named(name);
    fixture.copyTo(replica);
    try (ObjectStore store = new DirectoryStore(replica)) {
      for (FixtureRestore restore : fixture.restores()) {
        checkPoint(store, restore);
      }
    }
  }

  private void checkPoint(ObjectStore store, FixtureRestore restore) throws Exception {
    Path target = folder.resolve("restored.db");
    RestorePoint point = Restores.point(restore);
    if (restore.exitCode() != 0) {
      assertThatThrownBy(
              () -> Restores.of(store).run(point, target, RestoreOptions.defaults()),
              restore.toString())
          .isInstanceOf(PointNotAvailableException.class);
      assertThat(Restores.files(folder)).isEmpty();
      return;
    }
    RestoreResult result = Restores.of(store).run(point, target, RestoreOptions.defaults());
    assertThat(Restores.sha256(target))
        .as("%s by %s", restore.args(), result.plan())
        .isEqualTo(restore.database().orElseThrow().sha256().orElseThrow());
    assertThat(Restores.files(folder)).containsExactly("restored.db");
    Files.delete(target);
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void aDamagedReplicaIsRestoredWholeOrNotAtAll(Fixture fixture) {
    MovingStore store = new MovingStore().load(fixture);
    Damage damage = fixture.damage().orElseThrow();
    Path target = folder.resolve("restored.db");

    Throwable problem =
        catchThrowable(() ->
            Restores.of(store).run(new RestorePoint.Latest(), target, RestoreOptions.defaults()));

    switch (damage.must()) {
      case RESTORE -> assertRestored(fixture, target, problem);
      case ERROR_UNLESS_NONE_IS_FINE -> assertThat(problem).isInstanceOf(NoBackupException.class);
      case ERROR -> assertNamed(damage, problem);
      case ERROR_OR_RESTORE ->
          assertRestored(Fixtures.named("damage-levels-none"), target, problem);
    }
    if (problem != null) {
      assertThat(Restores.files(folder)).isEmpty();
    }
  }

  private static void assertRestored(Fixture fixture, Path target, Throwable problem) {
    assertThat(problem).isNull();
    assertThat(Restores.sha256(target))
        .isEqualTo(fixture.newest().database().orElseThrow().sha256().orElseThrow());
  }

  private static void assertNamed(Damage damage, Throwable problem) {
    assertThat(problem).isInstanceOf(DamagedReplicaException.class);
    String named = ((DamagedReplicaException) problem).object().orElseThrow();
    assertThat(damage.objects()).contains(named);
    assertThat(problem).hasMessageContaining(named);
  }
}
