package dev.seseragi.engine;

import static dev.seseragi.engine.Playground.LONG;
import static dev.seseragi.engine.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.engine.fence.DamagedReplicaException;
import dev.seseragi.engine.fence.Fence;
import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.engine.fence.Markers;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.testkit.store.Fault;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import dev.seseragi.testkit.store.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a start becomes the writer of a replica, and what it refuses (docs/fencing.md). */
final class TakeOverTest {
  @TempDir Path folder;

  private final MemoryStore objects = new MemoryStore();
  private final FaultyStore store = new FaultyStore(objects);
  private Playground ground;

  @BeforeEach
  void prepare() {
    ground = new Playground(folder, store);
  }

  @AfterEach
  void cleanUp() {
    ground.close();
  }

  private Txid writeSome() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      insert(app, 20, 300);
      return replicator.sync(LONG);
    }
  }

  @Test
  void everyStartLeavesAMarkerAndAFenceThatChangesNothing() throws Exception {
    writeSome();
    writeSome();

    List<ObjectInfo> others = ground.replica.list().others();
    assertThat(Markers.slots(others))
        .allSatisfy(slot ->
            assertThat(ground.replica.list().endingAt(slot))
                .get()
                .matches(segment -> segment.sizeBytes() < 1024));
    assertThat(others).hasSize(2);
    ground.assertReplicaIsDatabase();
  }

  @Test
  void whoTakesOverALiveReplicaFencesItsWriter() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (Connection app = ground.open("WAL");
        Replicator old = ground.start();
        Playground other = new Playground(elsewhere, objects)) {
      insert(app, 20, 300);
      old.sync(LONG);
      ReplicaImage.write(ground.replica, other.database);
      try (Connection otherApp = other.connect();
          Replicator young = other.start()) {
        young.sync(LONG);
        insert(otherApp, 1, 300);
        young.sync(LONG);
        insert(app, 1, 300);
        assertThatThrownBy(() -> old.sync(LONG)).isInstanceOf(FencedException.class);
        insert(otherApp, 1, 300);
        young.sync(LONG);
        other.assertReplicaIsDatabase();
      }
    }
  }

  /** Its ledger names the old one as the writer of its last segment, and the next one too. */
  @Test
  void aRestoredDatabaseDoesNotTakeTheNextSegmentOfItsOldWriterForItsOwn() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (Connection app = ground.open("WAL");
        Replicator old = ground.start();
        Playground other = new Playground(elsewhere, objects)) {
      insert(app, 20, 300);
      old.sync(LONG);
      restore(other);
      insert(app, 1, 300);
      old.sync(LONG);
      try (Replicator young = other.start()) {
        assertThatThrownBy(() -> young.sync(LONG)).hasMessageContaining("does not descend");
      }
      ground.assertReplicaIsDatabase();
    }
  }

  private static void restore(Playground place) throws Exception {
    try (RestoredLedger ledger = new RestoredLedger(place.stateFolder())) {
      RestoreResult result =
          new Restore(place.replica, RestoreThreads.ofSystem(), InstantSource.system())
              .run(
                  new RestorePoint.Latest(),
                  place.database,
                  RestoreOptions.defaults().withPages(ledger));
      ledger.finish(result, place.replica);
    }
  }

  @Test
  void aStartThatDiedBehindItsFenceDoesNotStopTheNextOne() throws Exception {
    writeSome();
    Path ledger = ReplicatorSettings.ledgerIn(ground.stateFolder());
    byte[] before = Files.readAllBytes(ledger);
    for (int i = 0; i < 3; i++) {
      try (Replicator replicator = ground.start()) {
        replicator.sync(LONG);
      }
      // As if it had died before it could note its fence.
      Files.write(ledger, before);
    }
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      insert(app, 1, 300);
      replicator.sync(LONG);
      assertThat(replicator.status().counts().segmentBytes()).isLessThan(20_000);
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void theFirstBatchOfAStartThatDiedBeforeItCouldNoteItIsKnownAsItsOwn() throws Exception {
    writeSome();
    Path ledger = ReplicatorSettings.ledgerIn(ground.stateFolder());
    byte[] atFence;
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      replicator.sync(LONG);
      atFence = Files.readAllBytes(ledger);
      insert(app, 1, 300);
      replicator.sync(LONG);
    }
    Files.write(ledger, atFence);
    try (Replicator replicator = ground.start()) {
      replicator.sync(LONG);
      assertThat(replicator.status().state()).isEqualTo(ReplicatorStatus.State.REPLICATING);
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aLostAnswerToTheFenceIsReadBack() throws Exception {
    writeSome();
    long segments = ground.replica.list().segments().size();
    store.next(Operation.CREATE, new Fault.AnswerLost());
    store.next(Operation.CREATE, new Fault.AnswerLost());
    try (Replicator replicator = ground.start()) {
      replicator.sync(LONG);
    }
    assertThat(ground.replica.list().segments()).hasSize((int) segments + 1);
  }

  @Test
  void aReplicaThatLostItsEndIsRefusedAndNotContinued() throws Exception {
    writeSome();
    writeSome();
    List<SegmentInfo> all = ground.replica.list().segments();
    ground.replica.delete(all.subList(1, all.size()));
    try (Replicator replicator = ground.start()) {
      assertThatThrownBy(() -> replicator.sync(LONG))
          .isInstanceOf(DamagedReplicaException.class)
          .hasMessageContaining("has lost its end");
      assertThat(replicator.status().state()).isEqualTo(ReplicatorStatus.State.REFUSED);
    }
    ground.replica.delete(all.subList(0, 1));
    try (Replicator replicator = ground.start()) {
      assertThatThrownBy(() -> replicator.sync(LONG))
          .isInstanceOf(DamagedReplicaException.class)
          .hasMessageContaining("no segment is there");
    }
  }

  @Test
  void aRefusedStartWritesNothing() throws Exception {
    writeSome();
    byte[] ledger = Files.readAllBytes(ReplicatorSettings.ledgerIn(ground.stateFolder()));
    writeSome();
    writeSome();
    Files.write(ReplicatorSettings.ledgerIn(ground.stateFolder()), ledger);
    int before = ground.replica.list().segments().size();
    try (Replicator replicator = ground.start()) {
      assertThatThrownBy(() -> replicator.sync(LONG)).hasMessageContaining("does not descend");
    }
    assertThat(ground.replica.list().segments()).hasSize(before);
  }

  @Test
  void aReplicaBeginsWithAnEmptyDatabaseThatOpens() throws Exception {
    try (Replicator replicator = ground.start()) {
      assertThat(replicator.sync(LONG)).isEqualTo(Txid.FIRST);
    }
    SegmentInfo first = ground.replica.list().tailSegment().orElseThrow();
    assertThat(Fence.isEmpty(first.sizeBytes())).isFalse();
    Path image = folder.resolve("image.db");
    ReplicaImage.write(ground.replica, image);
    assertThat(Playground.query(image, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(Playground.query(image, "SELECT count(*) FROM sqlite_schema")).isEqualTo("0");
  }
}
