package dev.seseragi.engine;

import static dev.seseragi.engine.Playground.LONG;
import static dev.seseragi.engine.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.engine.fence.HeldException;
import dev.seseragi.engine.fence.SetAside;
import dev.seseragi.engine.fence.TakeOverPolicy;
import dev.seseragi.engine.fence.TakeOverPolicy.Kind;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.restore.SetAsideExport;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.Body;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.time.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a writer when another one takes over, and of what it had committed. */
final class FencedWriterTest {
  private static final String COUNT = "SELECT count(*) FROM t";

  private final MemoryStore objects = new MemoryStore();
  @TempDir private Path folder;
  private Playground ground;
  private Playground other;

  @BeforeEach
  void makeGrounds() throws Exception {
    ground = new Playground(folder, objects);
    other = new Playground(Files.createDirectory(folder.resolve("elsewhere")), objects);
  }

  @AfterEach
  void closeGrounds() {
    other.close();
    ground.close();
  }

  private List<SetAside> asides() {
    return SetAside.of(ground.replica.list().others());
  }

  private void awaitAsides(int count) throws InterruptedException {
    Await.until("set aside", Duration.ofSeconds(20), () -> asides().size() >= count);
  }

  /** A second writer with the state of the first one. */
  private Replicator takeOver() throws Exception {
    ReplicaImage.write(ground.replica, other.database);
    Replicator young = other.start();
    young.sync(LONG);
    return young;
  }

  @Test
  void whatAFencedWriterHadCommittedCanBeHad() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator old = ground.start()) {
      insert(app, 20, 300);
      old.sync(LONG);
      try (Replicator young = takeOver();
          Connection otherApp = other.connect()) {
        insert(app, 3, 300);
        assertThatThrownBy(() -> old.sync(LONG)).isInstanceOf(FencedException.class);
        awaitAsides(1);
        insert(otherApp, 1, 300);
        young.sync(LONG);
        insert(app, 2, 300);

        Shutdown shutdown = old.close(LONG);

        assertThat(shutdown.isComplete()).isFalse();
        assertThat(shutdown.problem().orElseThrow()).contains("fenced");
        assertThat(asides()).hasSize(2);
        other.assertReplicaIsDatabase();
      }
    }
    Path found = folder.resolve("found.db");
    new SetAsideExport(ground.replica, InstantSource.system())
        .run(asides().getFirst().writer(), found);
    assertThat(Playground.query(found, COUNT)).isEqualTo("25");
    assertThat(Playground.query(found, "PRAGMA integrity_check")).isEqualTo("ok");
  }

  @Test
  void ofALargeDatabaseThePagesThatDifferAreSetAside() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator old = ground.start()) {
      insert(app, 35, 1 << 20);
      old.sync(LONG);
      try (Replicator _ = takeOver()) {
        insert(app, 3, 300);
        assertThatThrownBy(() -> old.sync(LONG)).isInstanceOf(FencedException.class);
        awaitAsides(1);
      }
    }
    assertThat(asides().getFirst().object().sizeBytes()).isLessThan(100_000);
    Path found = folder.resolve("found.db");
    new SetAsideExport(ground.replica, InstantSource.system())
        .run(asides().getFirst().writer(), found);
    assertThat(Playground.query(found, COUNT)).isEqualTo("38");
  }

  @Test
  void whoHadNothingUnshippedLeavesNothing() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator old = ground.start()) {
      insert(app, 20, 300);
      old.sync(LONG);
      takeOver().close();
      assertThat(old.close(LONG).isComplete()).isTrue();
    }
    assertThat(asides()).isEmpty();
  }

  @Test
  void nothingIsExportedOverAFileOrOfNobody() throws Exception {
    SetAsideExport export = new SetAsideExport(ground.replica, InstantSource.system());
    WriterId nobody = new WriterId(7);
    assertThatThrownBy(() -> export.run(nobody, folder.resolve("found.db")))
        .isInstanceOf(SeseragiException.class)
        .hasMessageContaining("nothing of writer 0000000000000007 is set aside");
    byte[] anything = {1};
    objects.put(SetAside.name(nobody, new Txid(3)), Body.of(anything), Instant.ofEpochMilli(1_000));
    Path file = Files.write(folder.resolve("found.db"), anything);
    assertThatThrownBy(() -> export.run(nobody, file)).hasMessageContaining("exists already");
    assertThatThrownBy(() -> export.run(nobody, folder.resolve("other.db")))
        .hasMessageContaining("seseragi/fenced/");
    assertThat(folder.resolve("other.db")).doesNotExist();
  }

  @Test
  void aDatabaseHasOneReplicatorOnAMachine() throws Exception {
    ground.createWithOneRow();
    try (Replicator first = ground.start()) {
      first.sync(LONG);
      try (Replicator second = ground.start()) {
        assertThatThrownBy(() -> second.sync(LONG)).hasMessageContaining("replicated already");
      }
      first.sync(LONG);
    }
    try (Replicator third = ground.start()) {
      third.sync(LONG);
    }
  }

  private ReplicatorSettings politely(Kind kind) {
    return ReplicatorSettings.defaultsFor(other.database)
        .withTakeOver(new TakeOverPolicy(kind, Duration.ofMillis(700)));
  }

  @Test
  void aPoliteStartLeavesAHolderInPeace() throws Exception {
    ground.createWithOneRow();
    try (Replicator old =
        ground.start(
            ReplicatorSettings.defaultsFor(ground.database)
                .withTakeOver(new TakeOverPolicy(Kind.WAIT, Duration.ofSeconds(10))))) {
      old.sync(LONG);
      ReplicaImage.write(ground.replica, other.database);
      try (Replicator young = other.start(politely(Kind.FAIL))) {
        assertThatThrownBy(() -> young.sync(LONG))
            .isInstanceOf(HeldException.class)
            .hasMessageContaining("has not released it");
      }
      old.sync(LONG);
    }
    try (Replicator young = other.start(politely(Kind.FAIL))) {
      // The old one has released it in order.
      young.sync(LONG);
    }
  }

  @Test
  void whoWaitsTakesOverFromTheDead() throws Exception {
    ground.createWithOneRow();
    try (Replicator old = ground.start()) {
      old.sync(LONG);
      ReplicaImage.write(ground.replica, other.database);
      long begin = System.nanoTime();
      try (Replicator young = other.start(politely(Kind.WAIT))) {
        young.sync(LONG);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(700));
    }
  }

  @Test
  void whereOthersDeleteALookShowsThatThereIsAnotherWriter() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator old =
            ground.start(
                ReplicatorSettings.defaultsFor(ground.database).withDeletionAge(Duration.ZERO))) {
      insert(app, 20, 300);
      old.sync(LONG);
      try (Replicator young = takeOver();
          Connection otherApp = other.connect()) {
        insert(otherApp, 1, 300);
        young.sync(LONG);
        // Somebody else's retention: the fence is gone, and its slot is free again.
        List<SegmentInfo> level0 = ground.replica.list().level(0);
        ground.replica.delete(level0.subList(0, level0.size() - 1));

        insert(app, 1, 300);

        assertThatThrownBy(() -> old.sync(LONG)).isInstanceOf(FencedException.class);
      }
    }
  }
}
