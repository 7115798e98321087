package dev.seseragi.engine;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.capture.Capture;
import dev.seseragi.engine.capture.Setup;
import dev.seseragi.engine.compact.Housekeeper;
import dev.seseragi.engine.compact.Surroundings;
import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.engine.fence.RefusedException;
import dev.seseragi.engine.fence.TakeOverPolicy;
import dev.seseragi.engine.ledger.OfferNote;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.proof.ProofSettings;
import dev.seseragi.engine.proof.Prover;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.ship.Shipper;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.encryption.EncryptionMismatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one database in one replica: the whole of the engine for those who use it.
 *
 * <p>Safe for use by many threads.
 */
public final class Replicator implements AutoCloseable {
  private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(8);

  private final Path database;
  private final Replica replica;
  private final ReplicatorSettings settings;
  private final EngineThreads threads;
  private final Progress progress;
  private final CompletableFuture<Parts> parts = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Set before {@code closing} is counted down. */
  private volatile Duration closingBudget = DEFAULT_BUDGET;

  private final Thread thread;

  /** What exists once the replica has been looked at. */
  private record Parts(
      Txid fence,
      PageLedger ledger,
      Shipper shipper,
      Capture capture,
      LiveSnapshots snapshots,
      Optional<Housekeeping> housekeeping,
      Optional<Verification> verification) {
    void runDuties() {
      housekeeping.ifPresent(Housekeeping::run);
      verification.ifPresent(Verification::start);
    }

    void stopDuties() {
      housekeeping.ifPresent(Housekeeping::stop);
      verification.ifPresent(Verification::stop);
    }
  }

  private Replicator(
      Path database, Replica replica, ReplicatorSettings settings, EngineThreads threads) {
    this.database = database;
    this.replica = replica;
    this.settings = settings;
    this.threads = threads;
    this.progress = new Progress(database, this::work);
    this.thread = threads.newThread(this::run, "seseragi-" + database.getFileName());
  }

  /**
   * Starts to replicate. Returns at once: what the replica has is found out, and the database
   * waited for, on a thread of its own.
   *
   * @param database need not exist yet
   * @param replica where to; the caller closes its store after this replicator
   * @param threads may be shared with other replicators; closed by the caller afterwards
   */
  public static Replicator start(
      Path database, Replica replica, ReplicatorSettings settings, EngineThreads threads) {
    Path absolute = database.toAbsolutePath().normalize();
    Replicator replicator = new Replicator(absolute, replica, settings, threads);
    replicator.thread.start();
    return replicator;
  }

  /** The database that is replicated. */
  public Path database() {
    return database;
  }

  /** Where it is replicated to. */
  public Replica replica() {
    return replica;
  }

  /** Is told of each change of the state or of the problem, on some thread; must not block. */
  public void addListener(Consumer<ReplicatorStatus> listener) {
    progress.addListener(listener);
  }

  /** How things are. Cheap; never waits. */
  public ReplicatorStatus status() {
    return progress.status();
  }

  /**
   * What keeps commits from reaching the store; empty if nothing is known to. Trouble with
   * compaction or retention is none of it. Cheaper than the status.
   */
  public Optional<String> outage() {
    return progress.outage();
  }

  /** Something may have been committed by this process: look at once instead of waiting. */
  public void signal() {
    Parts known = known();
    if (known != null) {
      known.capture.signal();
    }
  }

  /**
   * Completes once this process is the writer of the replica, with the position from which it goes
   * on: its fence. Fails if the replica may not be continued from this database, or the replicator
   * is closed before.
   */
  public CompletableFuture<Txid> started() {
    return parts.thenApply(Parts::fence);
  }

  /**
   * Completes when everything that was committed before the call is in the store; a batch is made
   * for it at once, or as soon as the one under way is there. Fails with the reason if it never
   * will be: fenced, refused, closed. What is attached to it runs on a thread of the replicator and
   * must not block.
   */
  public CompletableFuture<Void> durable() {
    Parts known = known();
    return known == null ? parts.thenCompose(ready -> ready.capture.sync()) : known.capture.sync();
  }

  /** As {@link #durable}, but waits for the batch that the sync interval brings anyway. */
  public CompletableFuture<Void> settled() {
    return parts.thenCompose(ready -> ready.capture.settlement());
  }

  /** The last position that is in the store; none before the start. Cheaper than the status. */
  public Txid position() {
    return work().position();
  }

  /** The bytes of pages that are captured and not yet in the store. Cheaper than the status. */
  public long unshippedBytes() {
    Progress.Work now = work();
    Shipper.Underway underway = now.underway();
    return now.pending().sizeBytes() + (underway == null ? 0 : underway.sizeBytes());
  }

  /**
   * Waits until everything that was committed before the call is in the store.
   *
   * @return the position that covers it
   * @throws SeseragiException if it did not get there in time, or never will; it is still committed
   *     locally
   */
  public Txid sync(Duration timeout) throws InterruptedException {
    try {
      durable().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return parts.join().shipper.position();
    } catch (TimeoutException e) {
      throw new SeseragiException(
          "%s is committed here, but not yet in %s: no confirmation within %d ms (%s)"
              .formatted(
                  database,
                  replica.describe(),
                  timeout.toMillis(),
                  status().problem().orElse("the store is slow")));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SeseragiException reason
          ? reason
          : new SeseragiException("replication of " + database + " has ended", e.getCause());
    }
  }

  /**
   * Writes a snapshot (level 9) of everything that is committed by now, on the caller's thread.
   *
   * @return the segment; empty if there is no database
   * @throws SeseragiException if it could not be written
   */
  public Optional<SegmentInfo> snapshot() {
    try {
      return parts.join().snapshots.write();
    } catch (IOException e) {
      throw new SeseragiException(
          "cannot write a snapshot of " + database + ": " + e.getMessage(), e);
    }
  }

  /** {@link #close(Duration)} within 8 s. */
  @Override
  public void close() {
    close(DEFAULT_BUDGET);
  }

  /**
   * Ships what is committed by now and ends. Returns when that is done, at the latest when the
   * budget is used up.
   */
  public Shutdown close(Duration budget) {
    long deadline = System.nanoTime() + budget.toNanos();
    closingBudget = budget;
    closing.countDown();
    Parts started = known();
    if (started != null) {
      started.stopDuties();
      started.capture.stop(budget);
    }
    Optional<String> problem = join(deadline);
    awaitDuties(started, deadline);
    // A start that was under way may have been completed, and the tail shipped, meanwhile.
    Parts known = known();
    Shutdown shutdown = shutdown(known, problem);
    if (known != null) {
      if (shutdown.isComplete() && settings.takeOver().kind() != TakeOverPolicy.Kind.STEAL) {
        release(known.shipper, deadline);
      }
      known.shipper.stop();
      if (known.shipper.isIdle() && !thread.isAlive()) {
        known.ledger.force();
        known.ledger.close();
      }
    }
    progress.closed();
    return shutdown;
  }

  /** What a proof has on disk goes as well, if there is time. */
  private static void awaitDuties(@Nullable Parts started, long deadlineNanos) {
    try {
      if (started != null && started.verification.isPresent()) {
        started.verification.get().awaitEnd(deadlineNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end, or ends it. What was wrong by then, and not what that made of it. */
  private Optional<String> join(long deadlineNanos) {
    try {
      long millis = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
      if (thread.join(Duration.ofMillis(millis))) {
        return status().problem();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Optional<String> problem = status().problem();
    thread.interrupt();
    return problem;
  }

  /**
   * Where writers wait for each other, so that the next need not. A courtesy: what goes wrong here
   * harms nobody.
   */
  private void release(Shipper shipper, long deadlineNanos) {
    CompletableFuture<Void> released =
        CompletableFuture.runAsync(shipper::release, threads.pool())
            .orTimeout(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    try {
      released.join();
    } catch (CompletionException e) {
      Progress.LOG.log(
          System.Logger.Level.INFO,
          "{0}: the replica is not marked as released: {1}",
          database,
          e.getCause());
    }
  }

  private Shutdown shutdown(@Nullable Parts known, Optional<String> problem) {
    ReplicatorStatus status = status();
    boolean isComplete = known == null ? !Files.exists(database) : known.capture.isComplete();
    return new Shutdown(
        isComplete,
        status.position(),
        status.pendingCommits(),
        status.pendingBytes(),
        isComplete ? Optional.empty() : problem.or(() -> Optional.of(cutShort(known))));
  }

  private static String cutShort(@Nullable Parts known) {
    return known == null
        ? "the time for the shutdown was used up before it was known what the replica has"
        : "the time for the shutdown was used up";
  }

  private void run() {
    try (StateLock _ = StateLock.take(settings.stateFolder(), database)) {
      Parts ready = start();
      parts.complete(ready);
      progress.changed();
      boolean isClosing = closing.getCount() == 0;
      if (isClosing) {
        ready.stopDuties();
        ready.capture.stop(closingBudget);
      } else {
        ready.runDuties();
      }
      ready.capture.run();
      FencedException fenced = ready.shipper.fencedBy();
      ready.capture.fail(fenced != null ? fenced : new SeseragiException("replication has ended"));
    } catch (InterruptedException closed) {
      parts.completeExceptionally(new SeseragiException("replication of " + database + " ended"));
    } catch (RefusedException | EncryptionMismatchException refused) {
      refuse(refused);
    } catch (IOException e) {
      refuse(new SeseragiException("cannot use %s: %s".formatted(settings.stateFolder(), e), e));
    } catch (RuntimeException | Error e) {
      refuse(new SeseragiException("replication of " + database + " failed: " + e, e));
      throw e;
    }
  }

  private Parts start() throws InterruptedException {
    RandomGenerator random = RandomGenerator.getDefault();
    Start.Done start = new Start(database, replica, settings, progress, closing, random).run();
    return parts(start.place(), start.ledger(), shipper(start.place(), start.ledger(), random));
  }

  private void refuse(SeseragiException reason) {
    progress.ended(State.REFUSED, Health.Place.START, String.valueOf(reason.getMessage()));
    if (!parts.completeExceptionally(reason)) {
      parts.join().capture.fail(reason);
    }
  }

  private Parts parts(TakeOver.Result start, PageLedger ledger, Shipper shipper) {
    Capture capture = capture(ledger, shipper);
    LiveSnapshots snapshots = new LiveSnapshots(capture, shipper, replica, settings);
    Optional<Housekeeping> housekeeping = Optional.empty();
    if (settings.hasHousekeeping()) {
      var surroundings =
          new Surroundings(
              snapshots,
              progress.new HousekeepingEvents(),
              settings.stateFolder(),
              InstantSource.system());
      var housekeeper =
          new Housekeeper(replica, start.inventory(), settings.compaction(), surroundings);
      housekeeping = Optional.of(new Housekeeping(housekeeper, threads));
    }
    return new Parts(
        start.tail(),
        ledger,
        shipper,
        capture,
        snapshots,
        housekeeping,
        settings.proofs().map(proofs -> verification(capture, shipper, proofs)));
  }

  private Verification verification(Capture capture, Shipper shipper, ProofSettings proofs) {
    // By the whole path: databases of one name may have one folder for this.
    String name =
        "seseragi-proof-%s-%08x".formatted(database.getFileName(), database.toString().hashCode());
    Path scratch = proofs.folder().orElse(settings.stateFolder()).resolve(name);
    Prover prover =
        new Prover(
            new Replicated(capture, shipper), replica, proofs, scratch, InstantSource.system());
    return new Verification(prover, settings, replica.describe(), progress, threads);
  }

  private Shipper shipper(TakeOver.Result start, PageLedger ledger, RandomGenerator random) {
    var ship =
        new Shipper.ShipSettings(
            settings.pageFormat(),
            settings.stateFolder(),
            new OfferNote(ReplicatorSettings.offerIn(settings.stateFolder())));
    var destination =
        new Shipper.Destination(
            replica,
            new Shipper.Tail(start.tail(), start.look()),
            start.writer(),
            ship,
            new ShipEvents());
    return new Shipper(destination, ledger, threads.pool(), random);
  }

  private Capture capture(PageLedger ledger, Shipper shipper) {
    Setup setup =
        new Setup(
            settings.capture(),
            settings.syncInterval(),
            ledger,
            settings.stateFolder(),
            threads.events(),
            progress.counters(),
            progress.new CaptureEvents(),
            InstantSource.system(),
            Progress.LOG);
    return new Capture(database, shipper, setup);
  }

  private Progress.Work work() {
    Parts known = known();
    return known == null
        ? Progress.Work.NONE
        : new Progress.Work(
            known.shipper.position(), known.capture.pending(), known.shipper.underway());
  }

  private @Nullable Parts known() {
    return parts.isCompletedExceptionally() ? null : parts.getNow(null);
  }

  private final class ShipEvents implements Shipper.ShipListener {
    @Override
    public void shipped(SegmentInfo segment, long count) {
      removeConsent();
      progress.shipped(segment, count);
      Parts known = known();
      if (known != null) {
        known.capture.shipped();
        known.housekeeping.ifPresent(housekeeping -> housekeeping.shipped(segment));
      }
    }

    /** What the user wanted to be kept is in the replica. */
    private void removeConsent() {
      try {
        Files.deleteIfExists(ReplicatorSettings.consentIn(settings.stateFolder()));
      } catch (IOException e) {
        progress.health().failed(Health.Place.SHIPPING, "cannot remove a consent: " + e);
      }
    }

    @Override
    public void failed(String problem) {
      progress.health().failed(Health.Place.SHIPPING, problem);
    }

    @Override
    public void fenced(FencedException reason) {
      progress.ended(State.FENCED, Health.Place.SHIPPING, String.valueOf(reason.getMessage()));
      Parts known = known();
      if (known != null) {
        // A writer that is not one any more must not leave merged segments beside the new one's.
        known.stopDuties();
        known.capture.fail(reason);
        known.capture.wake();
      }
    }

    @Override
    public void setAside(String object, int pages) {
      progress.setAside(replica.describe(), object, pages);
    }
  }
}
