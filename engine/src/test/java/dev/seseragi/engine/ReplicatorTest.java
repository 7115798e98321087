package dev.seseragi.engine;

import static dev.seseragi.engine.Playground.LONG;
import static dev.seseragi.engine.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.Fence;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.store.DirectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replicator does as long as nothing goes wrong. */
final class ReplicatorTest {
  @TempDir Path folder;
  private Playground ground;

  @BeforeEach
  void prepare() {
    ground = new Playground(folder, new DirectoryStore(folder.resolve("replica")));
  }

  @AfterEach
  void cleanUp() {
    ground.close();
  }

  @Test
  void whatIsCommittedIsInTheReplica() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      ground.assertReplicaIsDatabase();
      insert(app, 100, 300);
      replicator.sync(LONG);
      ground.assertReplicaIsDatabase();
    }
  }

  @Test
  void aDatabaseThatIsCreatedLaterIsFollowed() throws Exception {
    try (Replicator replicator = ground.start();
        Connection app = ground.open("WAL")) {
      insert(app, 10, 300);
      replicator.sync(LONG);
      ground.assertReplicaIsDatabase();
    }
  }

  @Test
  void aSyncBehindTheCreationOfADatabaseCoversIt() throws Exception {
    for (int i = 0; i < 40; i++) {
      Path home = Files.createDirectory(folder.resolve("race-" + i));
      try (Playground racing = new Playground(home, new DirectoryStore(home.resolve("replica")));
          Replicator replicator = racing.start()) {
        LockSupport.parkNanos(i * 250_000L);
        racing.createWithOneRow();
        replicator.sync(LONG);
        racing.assertReplicaIsDatabase();
      }
    }
  }

  @Test
  void aRestartOfAnUnchangedDatabaseShipsNoPage() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 1000, 300);
    }
    Shutdown first = startAndClose();
    assertThat(first.isComplete()).isTrue();
    Shutdown second = startAndClose();
    assertThat(second.position()).isEqualTo(first.position().next());
    SegmentInfo fence = ground.replica.list().tailSegment().orElseThrow();
    assertThat(Fence.isEmpty(fence.sizeBytes())).isTrue();
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aRestartShipsOnlyWhatChanged() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 2000, 300);
    }
    startAndClose();
    try (Connection app = ground.open("WAL")) {
      insert(app, 1, 300);
    }
    try (Replicator replicator = ground.start()) {
      replicator.sync(LONG);
      assertThat(replicator.status().counts().segmentBytes()).isLessThan(65_536);
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aRestoredDatabaseGoesOnWithTheNextTxidAndShipsOnlyWhatChanged() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 2000, 300);
    }
    Shutdown before = startAndClose();
    ground.deleteDatabase();
    Files.delete(ground.stateFolder().resolve("ledger"));
    try (RestoredLedger ledger = new RestoredLedger(ground.stateFolder())) {
      RestoreResult result =
          new Restore(ground.replica, RestoreThreads.ofSystem(), InstantSource.system())
              .run(
                  new RestorePoint.Latest(),
                  ground.database,
                  RestoreOptions.defaults().withPages(ledger));
      ledger.finish(result, ground.replica);
    }
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      insert(app, 1, 300);
      assertThat(replicator.sync(LONG)).isEqualTo(before.position().next().next());
      assertThat(replicator.status().counts().segmentBytes()).isLessThan(65_536);
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aDatabaseWithARollbackJournalIsFollowed() throws Exception {
    try (Connection app = ground.open("DELETE");
        Replicator replicator = ground.start()) {
      insert(app, 20, 3000);
      replicator.sync(LONG);
      ground.assertReplicaIsDatabase();
      insert(app, 20, 3000);
      replicator.sync(LONG);
      ground.assertReplicaIsDatabase();
    }
  }

  @Test
  void aSnapshotHoldsExactlyWhatTheReplicaHasAtItsPosition() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      insert(app, 500, 3000);
      SegmentInfo snapshot = replicator.snapshot().orElseThrow();
      insert(app, 100, 300);
      replicator.sync(LONG);
      Path image = folder.resolve("image.db");
      ReplicaImage.writeUpTo(ground.replica, snapshot.max(), image);
      Path fromSnapshot = folder.resolve("from-snapshot.db");
      ReplicaImage.write(ground.replica, List.of(snapshot), fromSnapshot);
      assertThat(fromSnapshot).hasSameBinaryContentAs(image);
    }
  }

  @Test
  void theWalStaysBoundedUnderLoad() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      long largest = 0;
      for (int round = 0; round < 100; round++) {
        insert(app, 200, 4000);
        largest = Math.max(largest, Files.size(Path.of(ground.database + "-wal")));
      }
      replicator.sync(LONG);
      assertThat(largest).describedAs("%s", replicator.status()).isLessThan(80_000_000);
      assertThat(replicator.status().counts().turns()).isBetween(1L, 60L);
    }
    ground.assertReplicaIsDatabase();
  }

  private Shutdown startAndClose() throws InterruptedException {
    Replicator replicator = ground.start();
    replicator.sync(LONG);
    return replicator.close(LONG);
  }
}
