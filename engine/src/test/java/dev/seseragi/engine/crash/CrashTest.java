package dev.seseragi.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.RestoredLedger;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends real processes with SIGKILL at random moments. Whatever the moment, and while segments are
 * merged, snapshots written and old ones deleted: the replica restores to a prefix of the committed
 * history that has everything the sidecar had confirmed.
 *
 * <p>{@code -Dseseragi.crash.rounds=N} and {@code -Dseseragi.crash.seed=N} for longer runs.
 */
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("seseragi.crash.rounds", 50);
  private static final long SEED = Long.getLong("seseragi.crash.seed", System.nanoTime());
  private static final int ROUNDS_A_LINE = 100;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final SplittableRandom random = new SplittableRandom(SEED);

  @TempDir Path folder;
  private Path database;
  private Path replicaFolder;

  @Test
  void whateverIsKilledTheReplicaIsAPrefixOfHistoryWithAllThatWasConfirmed() throws Exception {
    System.out.println("crash test: " + ROUNDS + " rounds, seed " + SEED);
    database = folder.resolve("shop.db");
    replicaFolder = folder.resolve("replica");
    ChildProcess writer = startWriter();
    Sidecar sidecar = new Sidecar(startReplicator());
    try {
      for (int round = 1; round <= ROUNDS; round++) {
        sidecar.awaitProgress();
        pause(random.nextInt(300));
        int victim = random.nextInt(4);
        if (victim != 0) {
          sidecar.kill();
          checkReplica(round, sidecar);
        }
        if (victim != 1) {
          writer.kill();
        }
        if (victim == 3) {
          loseTheMachine();
        }
        if (victim != 1) {
          writer = startWriter();
        }
        if (victim != 0) {
          sidecar = new Sidecar(startReplicator());
        }
        if (round % ROUNDS_A_LINE == 0) {
          System.out.println("crash test: " + round + " rounds have ended well");
        }
      }
      sidecar.awaitProgress();
      writer.kill();
      sidecar.kill();
      // Only now, with nobody attached, does SQLite recover a commit whose frames were written but
      // whose end the writer did not live to announce.
      sidecar = new Sidecar(startReplicator());
      sidecar.awaitProgress();
      sidecar.awaitCovered(stateOf(database).n());
      sidecar.kill();
      checkReplica(ROUNDS + 1, sidecar);
      assertThat(stateOf(image()).n()).isEqualTo(stateOf(database).n());
    } finally {
      writer.close();
      sidecar.process.close();
    }
  }

  /** A sidecar whose output is read as it comes. */
  private static final class Sidecar {
    private final ChildProcess process;
    private final AtomicLong covered = new AtomicLong();
    private final AtomicLong confirmations = new AtomicLong();
    private final Thread reader;

    Sidecar(ChildProcess process) {
      this.process = process;
      this.reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try {
        for (Optional<String> line = process.nextLine(LONG);
            line.isPresent();
            line = process.nextLine(LONG)) {
          String[] words = line.get().split(" ", -1);
          covered.accumulateAndGet(Long.parseLong(words[1]), Math::max);
          confirmations.incrementAndGet();
        }
      } catch (InterruptedException ended) {
        // Nobody interrupts a reader but the end of the test.
      }
    }

    /** Two confirmations, so that what was committed before the call is covered. */
    void awaitProgress() throws InterruptedException {
      long seen = confirmations.get();
      Await.until(
          () -> "a confirmation; the sidecar says: " + process.errorOutput(),
          LONG,
          () -> confirmations.get() >= seen + 2 && covered.get() >= 1);
    }

    void awaitCovered(long n) throws InterruptedException {
      Await.until(
          () -> "transaction " + n + " is confirmed, not " + covered,
          LONG,
          () -> covered.get() >= n);
    }

    void kill() throws InterruptedException {
      process.kill();
      reader.join();
    }
  }

  private static void pause(int millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  private ChildProcess startWriter() {
    return ChildJvm.running(CrashWriter.class, database, random.nextLong()).start();
  }

  private ChildProcess startReplicator() {
    return ChildJvm.running(CrashReplicator.class, database, replicaFolder).start();
  }

  private void checkReplica(int round, Sidecar sidecar) throws IOException, SQLException {
    State state = stateOf(image());
    assertThat(state.integrity()).isEqualTo("ok");
    assertThat(state.isPrefix()).describedAs("round %d: %s", round, state).isTrue();
    assertThat(state.n())
        .describedAs("round %d, seed %d", round, SEED)
        .isGreaterThanOrEqualTo(sidecar.covered.get());
  }

  private Path image() throws IOException {
    Path image = folder.resolve("image.db");
    Files.deleteIfExists(image);
    restore(image, RestoreOptions.defaults());
    return image;
  }

  /** Everything local is gone; the database comes back from the replica, its ledger or not. */
  private void loseTheMachine() throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(Path.of(database + suffix));
    }
    Path stateFolder = ReplicatorSettings.stateFolderOf(database);
    Files.deleteIfExists(ReplicatorSettings.ledgerIn(stateFolder));
    if (random.nextBoolean()) {
      restore(database, RestoreOptions.defaults());
      // The writer may be faster than the proof that this is what the replica holds.
      Files.writeString(ReplicatorSettings.consentIn(stateFolder), "");
      return;
    }
    try (RestoredLedger ledger = new RestoredLedger(stateFolder)) {
      RestoreResult result = restore(database, RestoreOptions.defaults().withPages(ledger));
      ledger.finish(result, new Replica(new DirectoryStore(replicaFolder)));
    }
  }

  private RestoreResult restore(Path target, RestoreOptions options) {
    Replica replica = new Replica(new DirectoryStore(replicaFolder));
    return new Restore(replica, RestoreThreads.ofSystem(), InstantSource.system())
        .run(new RestorePoint.Latest(), target, options);
  }

  /** What a database says of its history. */
  private record State(long n, long total, long rows, long largest, String integrity) {
    boolean isPrefix() {
      return n == rows && n == largest && total == n * (n + 1) / 2;
    }
  }

  private static State stateOf(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT n, total, (SELECT count(*) FROM history),"
                    + " (SELECT coalesce(max(n), 0) FROM history),"
                    + " (SELECT group_concat(integrity_check) FROM pragma_integrity_check) FROM sums")) {
      rows.next();
      return new State(
          rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getString(5));
    }
  }
}
