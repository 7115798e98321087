package dev.seseragi.engine;

import static dev.seseragi.engine.Playground.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.engine.fence.NotDescendedException;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database whose local state is gone: it has to prove itself, or is refused. */
final class DescentTest {
  @TempDir private Path folder;
  private Playground ground;

  @BeforeEach
  void makeGround() {
    ground = new Playground(folder, new DirectoryStore(folder.resolve("replica")));
  }

  @AfterEach
  void closeGround() {
    ground.close();
  }

  private void replicate(String journalMode, int rows) throws Exception {
    try (Connection connection = ground.open(journalMode);
        Replicator replicator = ground.start()) {
      Playground.insert(connection, rows, 2_000);
      replicator.sync(LONG);
    }
  }

  private void forget() throws IOException {
    try (Stream<Path> files = Files.list(ground.stateFolder())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private void assertRefused() throws Exception {
    Txid before = ground.replica.list().tail();
    try (Replicator replicator = ground.start()) {
      assertThatThrownBy(() -> replicator.sync(LONG))
          .isInstanceOf(NotDescendedException.class)
          .hasMessageContaining("nothing proves that it grew from it")
          .hasMessageContaining("seseragi reset");
    }
    assertThat(ground.replica.list().tail()).isEqualTo(before);
    assertThat(ground.stateFolder().resolve("descent")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void aDatabaseThatIsWhatTheReplicaHoldsGoesOn(String journalMode) throws Exception {
    replicate(journalMode, 50);
    forget();
    long bytes = segmentBytes();

    try (Replicator replicator = ground.start()) {
      replicator.sync(LONG);
    }

    // A fence, and nothing of the database.
    assertThat(segmentBytes() - bytes).isLessThan(200);
    ground.assertReplicaIsDatabase();
  }

  private long segmentBytes() {
    return ground.replica.list().level(0).stream().mapToLong(s -> s.sizeBytes()).sum();
  }

  @Test
  void commitsBehindTheTailInTheSameWalProveDescent() throws Exception {
    try (Connection connection = ground.open("WAL")) {
      Playground.execute(connection, "PRAGMA wal_autocheckpoint=0");
      replicate("WAL", 50);
      forget();
      Playground.insert(connection, 6, 2_000);
      Playground.execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
      long bytes = segmentBytes();

      try (Replicator replicator = ground.start()) {
        replicator.sync(LONG);
      }

      assertThat(segmentBytes() - bytes).isLessThan(30_000);
      ground.assertReplicaIsDatabase();
    }
  }

  @Test
  void commitsInTheFirstWalOfARestoredFileProveDescent() throws Exception {
    replicate("WAL", 50);
    forget();
    ground.deleteDatabase();
    ReplicaImage.write(ground.replica, ground.database);
    try (Connection connection = ground.open("WAL")) {
      Playground.insert(connection, 3, 2_000);
      long bytes = segmentBytes();

      try (Replicator replicator = ground.start()) {
        replicator.sync(LONG);
      }

      assertThat(segmentBytes() - bytes).isLessThan(30_000);
      ground.assertReplicaIsDatabase();
    }
  }

  @Test
  void whatLitestreamKeepsBesideItsDatabaseProvesDescent() throws Exception {
    replicate("WAL", 50);
    forget();
    try (Connection connection = ground.open("WAL")) {
      Playground.insert(connection, 1, 2_000);
      Playground.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
      Playground.insert(connection, 1, 2_000);
      SegmentInfo tail = ground.replica.list().tailSegment().orElseThrow();
      Path state = Files.createDirectories(folder.resolve(".shop.db-litestream/ltx/0"));
      Path segment = state.resolve(tail.min() + "-" + tail.max() + ".ltx");
      try (InputStream in = ground.replica.open(tail)) {
        Files.copy(in, segment);
      }
      long bytes = segmentBytes();

      try (Replicator replicator = ground.start()) {
        replicator.sync(LONG);
      }

      assertThat(segmentBytes() - bytes).isLessThan(30_000);
      ground.assertReplicaIsDatabase();
    }
  }

  @Test
  void commitsThatWereCheckpointedProveNothing() throws Exception {
    replicate("WAL", 50);
    forget();
    try (Connection connection = ground.open("WAL")) {
      Playground.insert(connection, 1, 2_000);
      Playground.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
      Playground.insert(connection, 1, 2_000);
      assertRefused();
    }
  }

  @Test
  void anEmptyNodeDoesNotOverwriteAReplica() throws Exception {
    replicate("WAL", 50);
    forget();
    ground.deleteDatabase();
    ground.createWithOneRow();

    assertRefused();
  }

  @Test
  void aDatabaseMadeAfterTheStartIsRefusedToo() throws Exception {
    replicate("WAL", 50);
    forget();
    ground.deleteDatabase();
    Txid before = ground.replica.list().tail();

    try (Replicator replicator = ground.start()) {
      Await.until(
          "waiting for the database",
          Duration.ofSeconds(20),
          () -> replicator.status().state() == ReplicatorStatus.State.WAITING_FOR_DATABASE);
      ground.createWithOneRow();
      assertThatThrownBy(() -> replicator.sync(LONG)).isInstanceOf(NotDescendedException.class);
    }
    assertThat(ground.replica.list().tail()).isEqualTo(before);
  }

  @Test
  void theUserMayKeepTheDatabase() throws Exception {
    replicate("WAL", 50);
    forget();
    ground.deleteDatabase();
    ground.createWithOneRow();
    Path consent = ReplicatorSettings.consentIn(ground.stateFolder());
    Files.createFile(consent);

    try (Replicator replicator = ground.start()) {
      replicator.sync(LONG);
    }

    ground.assertReplicaIsDatabase();
    assertThat(consent).doesNotExist();
  }

  @Test
  void whateverComesDescendsFromAnEmptyDatabase() throws Exception {
    try (Replicator replicator = ground.start()) {
      replicator.sync(LONG);
    }
    forget();

    replicate("WAL", 1);

    ground.assertReplicaIsDatabase();
  }

  @Test
  void aDatabaseMayMoveToAnEmptyReplica() throws Exception {
    replicate("WAL", 50);
    try (Playground other =
        new Playground(folder, new DirectoryStore(folder.resolve("other-replica")))) {
      try (Replicator replicator = other.start()) {
        replicator.sync(LONG);
      }
      other.assertReplicaIsDatabase();
    }
  }

  @Test
  void aDatabaseMayMoveToAReplicaInWhichNobodyHasBegun() throws Exception {
    Path place = folder.resolve("other-replica");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    try (Playground nobody = new Playground(elsewhere, new DirectoryStore(place));
        Replicator replicator = nobody.start()) {
      replicator.sync(LONG);
    }
    replicate("WAL", 50);

    try (Playground other = new Playground(folder, new DirectoryStore(place))) {
      try (Replicator replicator = other.start()) {
        replicator.sync(LONG);
      }
      other.assertReplicaIsDatabase();
    }
  }

  @Test
  void aDatabaseOfAnotherReplicaIsRefused() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    DirectoryStore store = new DirectoryStore(folder.resolve("other-replica"));
    try (Playground somebody = new Playground(elsewhere, store)) {
      try (Connection connection = somebody.open("WAL");
          Replicator replicator = somebody.start()) {
        Playground.insert(connection, 1, 20);
        replicator.sync(LONG);
      }
    }
    replicate("WAL", 50);

    ground.close();
    ground = new Playground(folder, new DirectoryStore(folder.resolve("other-replica")));
    Txid before = ground.replica.list().tail();
    try (Replicator replicator = ground.start()) {
      assertThatThrownBy(() -> replicator.sync(LONG)).isInstanceOf(NotDescendedException.class);
    }
    assertThat(ground.replica.list().tail()).isEqualTo(before);
  }
}
