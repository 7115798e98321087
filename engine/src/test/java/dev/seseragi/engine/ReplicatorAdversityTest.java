package dev.seseragi.engine;

import static dev.seseragi.engine.Playground.LONG;
import static dev.seseragi.engine.Playground.execute;
import static dev.seseragi.engine.Playground.insert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.store.DirectoryStore;
import dev.seseragi.testkit.time.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that an application, or its operator, may do to a database that is replicated. */
final class ReplicatorAdversityTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"})
  void checkpointsOfTheApplicationLoseNothing(String kind) throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      for (int i = 0; i < 20; i++) {
        insert(app, 20, 900);
        execute(app, "PRAGMA wal_checkpoint(" + kind + ")");
      }
      replicator.sync(LONG);
      assertThat(replicator.status().counts().compares()).isEqualTo(1);
    }
    ground.assertReplicaIsDatabase();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRAGMA auto_vacuum=0", "PRAGMA auto_vacuum=1", "PRAGMA page_size=1024"})
  void aDatabaseThatShrinksAndGrowsIsFollowed(String pragma) throws Exception {
    try (Connection app = ground.connect()) {
      execute(app, pragma);
      try (Connection table = ground.open("WAL");
          Replicator replicator = ground.start()) {
        insert(table, 300, 3000);
        execute(table, "DELETE FROM t WHERE id > 20");
        execute(table, "VACUUM");
        replicator.sync(LONG);
        ground.assertReplicaIsDatabase();
        insert(table, 300, 3000);
        execute(table, "DELETE FROM t WHERE id < 200");
        insert(table, 100, 3000);
        execute(table, "VACUUM");
        insert(table, 100, 3000);
        replicator.sync(LONG);
      }
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aPageSizeThatWasChangedMeanwhileIsShippedAsAWholeCopy() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 100, 3000);
    }
    runOnce();
    try (Connection app = ground.connect()) {
      execute(app, "PRAGMA journal_mode=DELETE");
      execute(app, "PRAGMA page_size=8192");
      execute(app, "VACUUM");
      execute(app, "PRAGMA journal_mode=WAL");
      insert(app, 5, 3000);
    }
    runOnce();
    ground.assertReplicaIsDatabase();
  }

  @Test
  void theModeMayChangeWhileNobodyReplicates() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 50, 900);
    }
    runOnce();
    try (Connection app = ground.connect()) {
      execute(app, "PRAGMA journal_mode=DELETE");
      insert(app, 50, 900);
    }
    runOnce();
    ground.assertReplicaIsDatabase();
    try (Connection app = ground.connect()) {
      execute(app, "PRAGMA journal_mode=WAL");
      insert(app, 50, 900);
    }
    runOnce();
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aRollbackDatabaseThatTurnsToWalIsFollowedOn() throws Exception {
    try (Connection app = ground.open("DELETE");
        Replicator replicator = ground.start()) {
      insert(app, 50, 900);
      replicator.sync(LONG);
      execute(app, "PRAGMA journal_mode=WAL");
      insert(app, 50, 900);
      replicator.sync(LONG);
      Await.until("the mode is noticed", LONG, () -> replicator.status().mode().equals("wal"));
      insert(app, 50, 900);
      replicator.sync(LONG);
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void aDatabaseThatIsReplacedIsComparedAndFollowedOn() throws Exception {
    Path other = folder.resolve("other.db");
    try (Replicator replicator = ground.start()) {
      try (Connection app = ground.open("WAL")) {
        insert(app, 100, 900);
        replicator.sync(LONG);
        execute(app, "VACUUM INTO '" + other + "'");
      }
      try (Connection changed = DriverManager.getConnection("jdbc:sqlite:" + other)) {
        execute(changed, "DELETE FROM t WHERE id < 50");
      }
      ground.deleteDatabase();
      Files.move(other, ground.database);
      Await.until(
          "the new file is compared", LONG, () -> replicator.status().counts().compares() >= 2);
      replicator.sync(LONG);
      ground.assertReplicaIsDatabase();
    }
  }

  @Test
  void aTransactionLargerThanTheMemoryOfABatchIsCaptured() throws Exception {
    try (Connection app = ground.open("WAL");
        Replicator replicator = ground.start()) {
      execute(app, "PRAGMA cache_size=50");
      execute(app, "BEGIN");
      insert(app, 3000, 6000);
      execute(app, "COMMIT");
      execute(app, "BEGIN");
      execute(app, "UPDATE t SET v = randomblob(5000)");
      execute(app, "ROLLBACK");
      insert(app, 1, 100);
      replicator.sync(LONG);
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void anOldReaderOnlyKeepsTheWalFromRestarting() throws Exception {
    try (Connection app = ground.open("WAL");
        Connection reader = ground.connect();
        Replicator replicator = ground.start()) {
      insert(app, 10, 900);
      execute(reader, "BEGIN");
      try (Statement statement = reader.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM t")) {
        rows.next();
      }
      execute(app, "PRAGMA synchronous=OFF");
      insert(app, 20_000, 900);
      replicator.sync(LONG);
      ground.assertReplicaIsDatabase();
      assertThat(replicator.status().isHealthy()).isTrue();
      execute(reader, "COMMIT");
      insert(app, 500, 900);
      replicator.sync(LONG);
    }
    ground.assertReplicaIsDatabase();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "truncated", "randomised", "emptied folder"})
  void damageToTheLocalStateIsHealedWithoutAGap(String damage) throws Exception {
    Path ledger = ground.stateFolder().resolve("ledger");
    try (Connection app = ground.open("WAL")) {
      try (Replicator replicator = ground.start()) {
        insert(app, 200, 900);
        replicator.sync(LONG);
        damage(ledger, damage);
        insert(app, 200, 900);
        replicator.sync(LONG);
        insert(app, 1, 900);
        replicator.sync(LONG);
        ground.assertReplicaIsDatabase();
      }
      insert(app, 200, 900);
      runOnce();
    }
    ground.assertReplicaIsDatabase();
  }

  @Test
  void writesWhileNobodyReplicatesAreFoundWhetherTheWalIsThereOrNot() throws Exception {
    try (Connection app = ground.open("WAL")) {
      insert(app, 200, 900);
      runOnce();
      insert(app, 20, 900);
      runOnce();
      ground.assertReplicaIsDatabase();
      insert(app, 20, 900);
      execute(app, "PRAGMA wal_checkpoint(RESTART)");
      insert(app, 20, 900);
      runOnce();
      ground.assertReplicaIsDatabase();
    }
    try (Connection app = ground.connect()) {
      execute(app, "DELETE FROM t WHERE id % 2");
    }
    runOnce();
    ground.assertReplicaIsDatabase();
  }

  private void runOnce() throws InterruptedException {
    Replicator replicator = ground.start();
    replicator.sync(LONG);
    assertThat(replicator.close(LONG).isComplete()).isTrue();
  }

  private static void damage(Path ledger, String damage) throws Exception {
    switch (damage) {
      case "deleted" -> Files.delete(ledger);
      case "truncated" -> Files.write(ledger, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
      case "randomised" -> {
        byte[] noise = new byte[(int) Files.size(ledger)];
        new Random(7).nextBytes(noise);
        Files.write(ledger, noise);
      }
      default -> {
        try (var files = Files.list(ledger.getParent())) {
          for (Path file : List.copyOf(files.toList())) {
            Files.delete(file);
          }
        }
      }
    }
  }

  @Test
  void twoWritersWithBlockingCheckpointsGetOnAndLoseNothing() throws Exception {
    try (Replicator replicator = ground.start()) {
      TwoWriters.Outcome outcome = TwoWriters.run(ground, Duration.ofSeconds(3));
      assertThat(outcome.calls()).describedAs("%s", outcome).isGreaterThan(20);
      replicator.sync(LONG);
    }
    ground.assertReplicaIsDatabase();
  }
}
