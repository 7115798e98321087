package dev.seseragi.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.testkit.process.ChildJvm;
import dev.seseragi.testkit.process.ChildProcess;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends a real application with SIGKILL at random moments, under load, and restores its replica
 * elsewhere: every row whose commit had returned is there, and no transaction is there in halves.
 * Then it starts again, on the same disk or on a new machine.
 *
 * <p>{@code -Dseseragi.crash.rounds=N} and {@code -Dseseragi.crash.seed=N} for longer runs.
 */
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("seseragi.crash.rounds", 6);
  private static final long SEED = Long.getLong("seseragi.crash.seed", System.nanoTime());
  private static final Duration LONG = Duration.ofSeconds(60);

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();

  @TempDir Path folder;

  @Test
  void everyAcknowledgedRowIsInTheReplicaWheneverTheApplicationIsKilled() throws Exception {
    System.out.println("crash test: " + ROUNDS + " rounds, seed " + SEED);
    for (int round = 1; round <= ROUNDS; round++) {
      int before = acknowledged.size();
      kill(round, before);
      check(round);
      if (random.nextBoolean()) {
        loseTheMachine();
      }
    }
    System.out.println("crash test: " + acknowledged.size() + " rows acknowledged, none lost");
  }

  private void kill(int round, int before) throws InterruptedException {
    try (ChildProcess application =
        ChildJvm.running(
                CrashApplication.class,
                folder.resolve("shop.db"),
                folder.resolve("replica"),
                random.nextLong())
            .start()) {
      Queue<String> failures = new ConcurrentLinkedQueue<>();
      Thread reader = Thread.ofVirtual().start(() -> read(application, failures));
      Await.until(
          () -> "round " + round + " acknowledges rows: " + application.errorOutput(),
          LONG,
          () -> acknowledged.size() > before + 20);
      new CountDownLatch(1).await(random.nextInt(400), TimeUnit.MILLISECONDS);
      application.kill();
      reader.join();
      assertThat(failures).isEmpty();
    }
  }

  private void read(ChildProcess application, Queue<String> failures) {
    try {
      for (Optional<String> line = application.nextLine(LONG);
          line.isPresent();
          line = application.nextLine(LONG)) {
        String[] words = line.get().split(" ", -1);
        switch (words[0]) {
          case "acknowledged" -> acknowledged.add(Long.parseLong(words[1]));
          case "failed" -> failures.add(line.get());
          default -> {}
        }
      }
    } catch (InterruptedException ended) {
      // Nobody interrupts a reader but the end of the test.
    }
  }

  private void check(int round) throws IOException, SQLException {
    Path image = Files.createTempDirectory(folder, "image").resolve("image.db");
    new Restore(
            new Replica(new DirectoryStore(folder.resolve("replica"))),
            RestoreThreads.ofSystem(),
            InstantSource.system())
        .run(new RestorePoint.Latest(), image, RestoreOptions.defaults());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + image);
        Statement statement = connection.createStatement()) {
      Set<Long> there = new HashSet<>();
      try (ResultSet rows = statement.executeQuery("SELECT n FROM log")) {
        while (rows.next()) {
          there.add(rows.getLong(1));
        }
      }
      assertThat(there).describedAs("round %d, seed %d", round, SEED).containsAll(acknowledged);
      try (ResultSet halves =
          statement.executeQuery("SELECT count(*) FROM pair WHERE n NOT IN (SELECT n FROM log)")) {
        halves.next();
        assertThat(halves.getInt(1)).isZero();
      }
      try (ResultSet integrity = statement.executeQuery("PRAGMA integrity_check")) {
        integrity.next();
        assertThat(integrity.getString(1)).isEqualTo("ok");
      }
    }
    Files.delete(image);
  }

  private void loseTheMachine() throws IOException {
    Path database = folder.resolve("shop.db");
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(Path.of(database + suffix));
    }
    Files.deleteIfExists(ReplicatorSettings.ledgerIn(ReplicatorSettings.stateFolderOf(database)));
  }
}
