package dev.seseragi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.replica.Replica;
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
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicatorTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Path database;
  private Replica replica;
  private EngineThreads threads;

  @BeforeEach
  void prepare() {
    database = folder.resolve("shop.db");
    replica = new Replica(new DirectoryStore(folder.resolve("replica")));
    threads = EngineThreads.start();
  }

  @AfterEach
  void cleanUp() {
    threads.close();
  }

  private Replicator start() {
    return Replicator.start(database, replica, ReplicatorSettings.defaultsFor(database), threads);
  }

  private Connection open(String mode) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=" + mode);
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v BLOB)");
    }
    return connection;
  }

  private static void insert(Connection connection, int rows, int bytes) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < rows; i++) {
        statement.execute("INSERT INTO t(v) VALUES (randomblob(" + bytes + "))");
      }
    }
  }

  private String digest(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) || ' ' || coalesce(sum(length(v)), 0) || ' '"
                    + " || coalesce(sum(id * (unicode(hex(v)) + 3)), 0) FROM t")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private void assertReplicaIsDatabase() throws Exception {
    Path image = Files.createTempDirectory(folder, "image").resolve("image.db");
    ReplicaImage.write(replica, image);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + image);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("ok");
    }
    assertThat(digest(image)).isEqualTo(digest(database));
  }

  @Test
  void whatIsCommittedIsInTheReplica() throws Exception {
    try (Connection app = open("WAL");
        Replicator replicator = start()) {
      insert(app, 100, 300);
      replicator.sync(LONG);
      assertReplicaIsDatabase();
      insert(app, 100, 300);
      replicator.sync(LONG);
      assertReplicaIsDatabase();
    }
  }

  @Test
  void aDatabaseThatIsCreatedLaterIsFollowed() throws Exception {
    try (Replicator replicator = start()) {
      try (Connection app = open("WAL")) {
        insert(app, 10, 300);
        replicator.sync(LONG);
        assertReplicaIsDatabase();
      }
    }
  }

  @Test
  void aRestartOfAnUnchangedDatabaseShipsNothing() throws Exception {
    try (Connection app = open("WAL")) {
      insert(app, 1000, 300);
    }
    Shutdown first = startAndClose();
    assertThat(first.isComplete()).isTrue();
    Shutdown second = startAndClose();
    assertThat(second.position()).isEqualTo(first.position());
    assertReplicaIsDatabase();
  }

  private Shutdown startAndClose() throws InterruptedException {
    Replicator replicator = start();
    replicator.sync(LONG);
    return replicator.close(LONG);
  }

  @Test
  void aRestartShipsOnlyWhatChanged() throws Exception {
    try (Connection app = open("WAL")) {
      insert(app, 5000, 300);
    }
    startAndClose();
    try (Connection app = open("WAL")) {
      insert(app, 1, 300);
    }
    try (Replicator replicator = start()) {
      replicator.sync(LONG);
      assertThat(replicator.status().counts().segmentBytes()).isLessThan(65_536);
    }
    assertReplicaIsDatabase();
  }

  @Test
  void aDatabaseWithARollbackJournalIsFollowed() throws Exception {
    try (Connection app = open("DELETE");
        Replicator replicator = start()) {
      insert(app, 20, 3000);
      replicator.sync(LONG);
      assertReplicaIsDatabase();
      insert(app, 20, 3000);
      replicator.sync(LONG);
      assertReplicaIsDatabase();
    }
  }

  @Test
  void theWalStaysBoundedUnderLoad() throws Exception {
    try (Connection app = open("WAL");
        Replicator replicator = start()) {
      long largest = 0;
      app.setAutoCommit(false);
      for (int round = 0; round < 100; round++) {
        for (int commit = 0; commit < 200; commit++) {
          insert(app, 1, 4000);
          app.commit();
        }
        largest = Math.max(largest, Files.size(Path.of(database + "-wal")));
      }
      replicator.sync(LONG);

      assertThat(largest).describedAs("%s", replicator.status()).isLessThan(80_000_000);
      assertThat(replicator.status().counts().turns()).isBetween(1L, 60L);
      assertReplicaIsDatabase();
    }
  }

  @Test
  void aSnapshotHoldsExactlyWhatTheReplicaHasAtItsPosition() throws Exception {
    try (Connection app = open("WAL");
        Replicator replicator = start()) {
      insert(app, 500, 3000);
      SegmentInfo snapshot = replicator.snapshot().orElseThrow();
      insert(app, 100, 300);
      replicator.sync(LONG);
      Path image = folder.resolve("snapshot.db");
      ReplicaImage.writeUpTo(replica, snapshot.max(), image);
      Path fromSnapshot = folder.resolve("from-snapshot.db");
      ReplicaImage.write(replica, List.of(snapshot), fromSnapshot);
      assertThat(fromSnapshot).hasSameBinaryContentAs(image);
    }
  }

  @Test
  void aRestoredDatabaseGoesOnWithTheNextTxidAndShipsOnlyWhatChanged() throws Exception {
    try (Connection app = open("WAL")) {
      insert(app, 5000, 300);
    }
    Shutdown before = startAndClose();
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(database + suffix));
    }
    Files.delete(ReplicatorSettings.stateFolderOf(database).resolve("ledger"));
    try (RestoredLedger ledger = new RestoredLedger(ReplicatorSettings.stateFolderOf(database))) {
      RestoreResult result =
          new Restore(replica, RestoreThreads.ofSystem(), InstantSource.system())
              .run(
                  new RestorePoint.Latest(), database, RestoreOptions.defaults().withPages(ledger));
      ledger.finish(result, replica);
    }
    try (Connection app = open("WAL");
        Replicator replicator = start()) {
      insert(app, 1, 300);
      assertThat(replicator.sync(LONG)).isEqualTo(before.position().next());
      assertThat(replicator.status().counts().segmentBytes()).isLessThan(65_536);
    }
    assertReplicaIsDatabase();
  }
}
