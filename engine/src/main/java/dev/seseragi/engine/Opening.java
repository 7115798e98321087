package dev.seseragi.engine;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.fence.Claim;
import dev.seseragi.engine.fence.NotDescendedException;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.NoBackupException;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Brings a database and its replica together: restores what is missing, becomes the writer, and
 * makes sure that between the two nobody else has written.
 *
 * <p>What a restore gave is exact only as of its listing. The take-over proves by the page ledger
 * that the database ends where the replica does; if it does not, and nothing but the restore has
 * made it, it is thrown away, and the next attempt fences the other writer out first.
 */
public final class Opening {
  /** The slot of the first fence of a replica that was empty. */
  private static final Txid FIRST = new Txid(1);

  private static final long PAUSE_MILLIS = 500;

  /** Of no effect: the replica that is fenced is not empty. */
  private static final PageSize PAGE_SIZE = new PageSize(4096);

  private static final Duration CLOSE_BUDGET = Duration.ofSeconds(2);
  private static final List<String> FILES = List.of("", "-wal", "-shm", "-journal");

  private final Path database;
  private final ReplicatorSettings settings;
  private final Replica replica;
  private final EngineThreads threads;
  private final long deadlineNanos;
  private final Duration timeout;

  /**
   * How.
   *
   * @param replication of the replicator that is started
   * @param timeout how long it is tried; a restore that has begun is not cut off
   */
  public record Settings(ReplicatorSettings replication, Duration timeout) {}

  /** An opening that begins with {@link #run}. */
  public Opening(Path database, Replica replica, Settings settings, EngineThreads threads) {
    this.database = database.toAbsolutePath().normalize();
    this.settings = settings.replication();
    this.replica = replica;
    this.threads = threads;
    this.timeout = settings.timeout();
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Opens.
   *
   * @return a replicator of a database that is there, or that nobody has written yet
   * @throws OpeningTimeoutException if it took too long
   * @throws SeseragiException if it could not be found out whether there is something to restore,
   *     if the replica is damaged, or if the database does not come from the replica's end
   */
  public Replicator run() throws InterruptedException {
    Replicator replicator = isMissing() ? restoreAndStart() : startExisting();
    if (!isMissing()) {
      awaitFollowing(replicator);
    }
    return replicator;
  }

  /**
   * Only when the database is compared with what the replica has is it certain that it may go on
   * from there: after a power cut it may have lost what was shipped.
   */
  private void awaitFollowing(Replicator replicator) throws InterruptedException {
    CountDownLatch decided = new CountDownLatch(1);
    replicator.addListener(status -> {
      if (isDecided(status)) {
        decided.countDown();
      }
    });
    if (!isDecided(replicator.status())) {
      // A copy of a large database may take longer; its writer this process is already.
      var _ = decided.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    if (replicator.status().state() == State.REFUSED) {
      throw giveUp(replicator, whyRefused(replicator));
    }
  }

  private static boolean isDecided(ReplicatorStatus status) {
    return switch (status.state()) {
      case STARTING, WAITING_FOR_DATABASE -> false;
      case REPLICATING, UNHEALTHY, FENCED, REFUSED, CLOSED -> true;
    };
  }

  private SeseragiException whyRefused(Replicator replicator) throws InterruptedException {
    try {
      replicator.durable().get(CLOSE_BUDGET.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SeseragiException reason) {
        return reason;
      }
    } catch (TimeoutException e) {
      // The state has changed before whoever waits is told; that takes no time.
    }
    return new SeseragiException(replicator.status().problem().orElse("refused: " + database));
  }

  private boolean isMissing() {
    try {
      return !Files.exists(database) || Files.size(database) == 0;
    } catch (IOException e) {
      throw new SeseragiException("cannot look at " + database + ": " + e.getMessage(), e);
    }
  }

  private Replicator restoreAndStart() throws InterruptedException {
    while (true) {
      boolean isRestored = restore();
      try {
        Replicator replicator = start();
        if (isRestored || replicator.started().join().equals(FIRST)) {
          return replicator;
        }
        // The replica was empty when it was listed, and is not any more.
        replicator.close(CLOSE_BUDGET);
      } catch (NotDescendedException othersHaveWritten) {
        discard();
        fenceOutOthers();
      } catch (NotEmptyException othersHaveWritten) {
        // There is something to restore now.
      }
      demandTime("others keep writing to the replica");
    }
  }

  /** Restores; false if there is a proven empty replica. */
  private boolean restore() {
    DatabaseRestore restore = new DatabaseRestore(replica, InstantSource.system(), this::warn);
    try {
      RestoreResult result =
          restore.run(
              new RestorePoint.Latest(),
              database,
              settings.stateFolder(),
              RestoreOptions.defaults());
      Progress.LOG.log(
          System.Logger.Level.INFO,
          "{0}: restored from {1}, TXID {2}, in {3} ms",
          database,
          replica.describe(),
          result.plan().target(),
          result.duration().toMillis());
      result.avoided().forEach(this::warn);
      return true;
    } catch (NoBackupException proven) {
      return false;
    }
  }

  /**
   * Fills the next slot with a fence before there is a database: from now on the other writer is
   * refused, and what is restored next stays the end.
   */
  private void fenceOutOthers() throws InterruptedException {
    RandomGenerator random = RandomGenerator.getDefault();
    CountDownLatch never = new CountDownLatch(1);
    Claim.Environment environment =
        new Claim.Environment(
            random,
            InstantSource.system(),
            System::nanoTime,
            settings.deletionAge(),
            () -> {
              demandTime("the store is slow, or others take over as well");
              var _ = never.await(1 + random.nextLong(PAUSE_MILLIS), TimeUnit.MILLISECONDS);
            },
            "\"restores\": true, \"process\": %d".formatted(ProcessHandle.current().pid()));
    var _ =
        new Claim(replica, settings.takeOver(), environment)
            .run(PAGE_SIZE, (inventory, tail) -> {});
  }

  /** The replica holds a database, and this process has none: it is not taken over. */
  private static final class NotEmptyException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private Replicator startExisting() throws InterruptedException {
    try {
      return start();
    } catch (NotEmptyException e) {
      throw new SeseragiException(database + " has disappeared while it was opened", e);
    }
  }

  /** Waits until this process is the writer. */
  private Replicator start() throws InterruptedException, NotEmptyException {
    Replicator replicator = Replicator.start(database, replica, settings, threads);
    try {
      CompletableFuture<Void> waits = new CompletableFuture<>();
      replicator.addListener(status -> completeIfWaiting(waits, status));
      completeIfWaiting(waits, replicator.status());
      CompletableFuture<?> started = replicator.started();
      CompletableFuture.anyOf(started, waits)
          .get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (started.isDone()) {
        return replicator;
      }
      replicator.close(CLOSE_BUDGET);
      throw new NotEmptyException();
    } catch (TimeoutException e) {
      throw giveUp(replicator, late(replicator.status().problem().orElse("the store is slow")));
    } catch (ExecutionException e) {
      throw giveUp(
          replicator,
          e.getCause() instanceof SeseragiException reason
              ? reason
              : new SeseragiException("cannot replicate " + database, e.getCause()));
    } catch (InterruptedException e) {
      replicator.close(Duration.ZERO);
      throw e;
    }
  }

  /** Before it is the writer, a replicator waits for a database only if the replica holds one. */
  private static void completeIfWaiting(CompletableFuture<Void> waits, ReplicatorStatus status) {
    if (status.state() == State.WAITING_FOR_DATABASE) {
      waits.complete(null);
    }
  }

  private static SeseragiException giveUp(Replicator replicator, SeseragiException reason) {
    replicator.close(CLOSE_BUDGET);
    return reason;
  }

  private void demandTime(String problem) {
    if (System.nanoTime() - deadlineNanos >= 0) {
      throw late(problem);
    }
  }

  private OpeningTimeoutException late(String problem) {
    return new OpeningTimeoutException(
        "cannot open %s: this process did not become the writer of %s within %d ms (%s)"
            .formatted(database, replica.describe(), timeout.toMillis(), problem));
  }

  /** Removes what the last attempt has restored; no connection has seen it. */
  private void discard() {
    try {
      for (String suffix : FILES) {
        Files.deleteIfExists(Path.of(database + suffix));
      }
      Files.deleteIfExists(ReplicatorSettings.ledgerIn(settings.stateFolder()));
    } catch (IOException e) {
      throw new SeseragiException(
          "cannot remove " + database + ", which was restored too early: " + e.getMessage(), e);
    }
  }

  private void warn(String message) {
    Progress.LOG.log(System.Logger.Level.WARNING, "{0}: {1}", database, message);
  }
}
