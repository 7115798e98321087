package dev.seseragi.engine.proof;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.capture.Snapshot;
import dev.seseragi.engine.ledger.LedgerBuilder;
import dev.seseragi.engine.ledger.LedgerReader;
import dev.seseragi.engine.ledger.LedgerState;
import dev.seseragi.engine.ledger.PageHash;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.proof.Proof.Outcome;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.DamagedReplicaException;
import dev.seseragi.engine.restore.IntegrityCheck;
import dev.seseragi.engine.restore.NoBackupException;
import dev.seseragi.engine.restore.PointNotAvailableException;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.MeteredStore;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.encryption.EncryptionMismatchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a database can be restored, by restoring it while it is used, and comparing.
 *
 * <p>The pages of the live database at position N are hashed under a pin, which is then given back;
 * N is restored from the store into scratch space; the file is read and compared. So the database
 * itself is compared, and not what was once sent, and no pin waits for the network.
 *
 * <p>One proof at a time; {@link #cancel} is for any thread.
 */
public final class Prover {
  /** How long the store may take to confirm what is to be proven. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How often a position is chosen anew because compaction took it away before it was read. */
  private static final int TRIES = 3;

  /** So many proofs in a row may look at names only. */
  private static final int MAX_REPETITIONS = 9;

  private static final int PARALLELISM = 2;
  private static final int CANCEL_CHECK_PAGES = 1024;

  private final LiveDatabase live;
  private final Replica replica;
  private final ProofSettings settings;
  private final Path folder;
  private final InstantSource clock;
  private final Cancellation cancellation = new Cancellation();

  /** The last restore that was proven; only the proving thread uses it. */
  private @Nullable Proven proven;

  /** Which objects gave back which position, and how often that was only looked at since. */
  private record Proven(Txid position, List<ObjectInfo> objects, int repetitions) {}

  /** There is no database to compare with. */
  private static final class NoDatabaseException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A prover of one database.
   *
   * @param folder for scratch files; used by nobody else, made and removed by each proof
   */
  public Prover(
      LiveDatabase live,
      Replica replica,
      ProofSettings settings,
      Path folder,
      InstantSource clock) {
    this.live = live;
    this.replica = replica;
    this.settings = settings;
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Makes a proof.
   *
   * @return empty if there is no database, or it was cancelled: nothing was found out, and nothing
   *     is wrong
   */
  public Optional<Proof> prove() {
    Attempt attempt = new Attempt();
    try {
      return Optional.of(attempt.run());
    } catch (NoDatabaseException none) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return isCancelled() ? Optional.empty() : Optional.of(attempt.notDone(e));
    }
  }

  /** Ends the proof under way, as soon as its thread is interrupted, too; and all later ones. */
  public void cancel() {
    cancellation.cancel();
  }

  private boolean isCancelled() {
    return cancellation.isAsked() || Thread.currentThread().isInterrupted();
  }

  /** One proof. */
  private final class Attempt {
    private final Instant asOf = clock.instant();
    private final MeteredStore store =
        new MeteredStore(new PacedStore(replica.store(), settings.bytesPerSecond(), cancellation));
    private final Replica paced = new Replica(store);
    private Txid position = Txid.NONE;

    Proof run() throws IOException, InterruptedException, NoDatabaseException {
      Proven before = proven;
      if (before != null && isRepetition(before)) {
        position = before.position;
        proven = new Proven(before.position, before.objects, before.repetitions + 1);
        return end(Outcome.UNCHANGED, Optional.empty());
      }
      for (int tries = 1; ; tries++) {
        try (Scratch scratch = Scratch.in(folder)) {
          return compare(scratch);
        } catch (PointNotAvailableException overtaken) {
          if (paced.list().tail().compareTo(position) < 0) {
            return failed("the end of the replica is gone: " + overtaken.getMessage());
          }
          if (tries == TRIES) {
            throw overtaken;
          }
        } catch (DamagedReplicaException | NoBackupException | EncryptionMismatchException e) {
          return failed(String.valueOf(e.getMessage()));
        }
      }
    }

    /** Whether nothing was committed since, and what was read then is what would be read now. */
    private boolean isRepetition(Proven before) throws IOException, InterruptedException {
      if (before.repetitions == MAX_REPETITIONS
          || !live.settled(PATIENCE).equals(before.position)) {
        return false;
      }
      try {
        RestorePoint point = new RestorePoint.AtTxid(before.position);
        return restore().plan(point).objects().equals(before.objects);
      } catch (DamagedReplicaException
          | NoBackupException
          | PointNotAvailableException
          | EncryptionMismatchException e) {
        // Not what it was: a whole proof finds out what that means.
        return false;
      }
    }

    private Proof compare(Scratch scratch)
        throws IOException, InterruptedException, NoDatabaseException {
      hashLive(scratch);
      RestoreOptions options =
          RestoreOptions.defaults()
              .withParallelism(PARALLELISM)
              .withIntegrityCheck(IntegrityCheck.QUICK);
      RestoreResult result =
          restore().run(new RestorePoint.AtTxid(position), scratch.restored(), options);
      try (PageLedger expected = PageLedger.open(scratch.hashes())) {
        LedgerReader hashes = readerOf(expected);
        PageComparison comparison = PageComparison.of(scratch.restored(), hashes);
        if (!hashes.isIntact()) {
          throw new IOException("the scratch files in " + folder + " were changed by somebody");
        }
        if (!comparison.isSame()) {
          return failed(difference(comparison, result));
        }
      }
      proven = new Proven(position, result.plan().objects(), 0);
      return end(Outcome.PROVEN, result.avoided().stream().findFirst());
    }

    private LedgerReader readerOf(PageLedger expected) throws IOException {
      if (expected.state().isEmpty()) {
        throw new IOException("the scratch files in " + folder + " cannot be read back");
      }
      return expected.reader();
    }

    /** The live database at a position that the store has, as hashes. */
    private void hashLive(Scratch scratch)
        throws IOException, InterruptedException, NoDatabaseException {
      Optional<Snapshot> taken = live.snapshot(PATIENCE);
      if (taken.isEmpty()) {
        throw new NoDatabaseException();
      }
      try (Snapshot snapshot = taken.get();
          LedgerBuilder hashes = LedgerBuilder.create(scratch.hashes())) {
        position = snapshot.position();
        int pages = snapshot.commitPages();
        int pageBytes = snapshot.pageSize().bytes();
        long neededBytes = snapshot.pageSize().bytesOf(pages) + (long) Long.BYTES * pages;
        scratch.requireRoom(neededBytes, settings.keptFreeBytes());
        snapshot.forEachPage((number, page) -> {
          if (number % CANCEL_CHECK_PAGES == 0) {
            cancellation.pause(0);
          }
          hashes.put(number, PageHash.of(page, 0, pageBytes));
        });
        hashes.finish(
            new LedgerState(position, 0, 0, snapshot.pageSize(), pages, Optional.empty()));
      }
    }

    private Restore restore() {
      return new Restore(paced, threads(), clock);
    }

    private String difference(PageComparison comparison, RestoreResult result) throws IOException {
      Optional<String> origin =
          comparison.differing().isEmpty()
              ? Optional.empty()
              : PageOrigin.of(comparison.differing().getFirst(), result.plan(), paced);
      return "TXID %s of %s is not what the database was at that position: %s%s"
          .formatted(
              position,
              replica.describe(),
              comparison.words(),
              origin.map(object -> "; it comes from " + object).orElse(""));
    }

    private Proof failed(String why) {
      return end(
          Outcome.FAILED,
          Optional.of(
              ("a restore was tried and FAILED: %s. Commits go on being shipped. If PRAGMA"
                      + " integrity_check finds nothing in the database, end this process, run"
                      + " `seseragi replicate -once -force-snapshot`, start again, and try"
                      + " `seseragi verify`")
                  .formatted(why.endsWith(".") ? why.substring(0, why.length() - 1) : why)));
    }

    Proof notDone(Exception e) {
      boolean isOurs = e instanceof SeseragiException || e instanceof IOException;
      String why = isOurs ? String.valueOf(e.getMessage()) : e.toString();
      return end(Outcome.NOT_DONE, Optional.of("whether a restore works was not tried: " + why));
    }

    private Proof end(Outcome outcome, Optional<String> problem) {
      MeteredStore.Counts counts = store.counts();
      Proof.Cost cost = new Proof.Cost(counts.requests(), counts.readBytes());
      return new Proof(outcome, asOf, position, clock.instant(), problem, cost);
    }
  }

  /** One thread that computes, and no more than the pace of the store gives it to do. */
  private static RestoreThreads threads() {
    return new RestoreThreads(
        Thread.ofVirtual().name("proof-read-", 0).factory(),
        Thread.ofPlatform().daemon().name("proof-decode-", 0).factory(),
        1);
  }
}
