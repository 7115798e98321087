package dev.seseragi.engine;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.capture.BehindReplicaException;
import dev.seseragi.engine.capture.Capture;
import dev.seseragi.engine.capture.CaptureCounters;
import dev.seseragi.engine.capture.CaptureListener;
import dev.seseragi.engine.capture.Setup;
import dev.seseragi.engine.compact.Housekeeper;
import dev.seseragi.engine.compact.HousekeepingListener;
import dev.seseragi.engine.compact.Surroundings;
import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.engine.fence.NotDescendedException;
import dev.seseragi.engine.ledger.PageLedger;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.ship.Shipper;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one database in one replica: the whole of the engine for those who use it.
 *
 * <p>Safe for use by many threads.
 */
public final class Replicator implements AutoCloseable {
  /** The name of the page ledger in the state folder. */
  static final String LEDGER_FILE = "ledger";

  private static final System.Logger LOG = System.getLogger("dev.seseragi.engine");
  private static final long START_RETRY_MILLIS = 1_000;
  private static final long STUCK_SECONDS = 15;
  private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(8);

  private final Path database;
  private final Replica replica;
  private final ReplicatorSettings settings;
  private final EngineThreads threads;
  private final Health health;
  private final CaptureCounters counters = new CaptureCounters();
  private final List<Consumer<ReplicatorStatus>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Parts> parts = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LongAdder segments = new LongAdder();
  private final LongAdder segmentBytes = new LongAdder();
  private final LongAdder commits = new LongAdder();
  private final Thread thread;

  private volatile State state = State.STARTING;
  private volatile String mode = "";
  private volatile @Nullable Instant lastShipped;

  /** What exists once the replica has been looked at. */
  private record Parts(
      PageLedger ledger,
      Shipper shipper,
      Capture capture,
      LiveSnapshots snapshots,
      Optional<Housekeeping> housekeeping) {}

  private Replicator(
      Path database, Replica replica, ReplicatorSettings settings, EngineThreads threads) {
    this.database = database;
    this.replica = replica;
    this.settings = settings;
    this.threads = threads;
    this.health = new Health(LOG, database.toString(), this::changed);
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
    listeners.add(listener);
  }

  /** How things are. Cheap; never waits. */
  public ReplicatorStatus status() {
    Parts known = known();
    Shipper.Underway underway = known == null ? null : known.shipper.underway();
    Capture.Pending pending = known == null ? new Capture.Pending(0, 0) : known.capture.pending();
    Optional<String> problem = health.problem().or(() -> stuck(underway));
    return new ReplicatorStatus(
        problem.isPresent() && state == State.REPLICATING ? State.UNHEALTHY : state,
        mode,
        known == null ? Txid.NONE : known.shipper.position(),
        Optional.ofNullable(lastShipped),
        pending.commits() + (underway == null ? 0 : underway.commits()),
        pending.sizeBytes() + (underway == null ? 0 : underway.sizeBytes()),
        sizeOf(Path.of(database + "-wal")),
        sizeOf(database),
        problem,
        counts());
  }

  /** Something may have been committed by this process: look at once instead of waiting. */
  public void signal() {
    Parts known = known();
    if (known != null) {
      known.capture.signal();
    }
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
      CompletableFuture<Void> done = parts.thenCompose(known -> known.capture.sync());
      done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
    closing.countDown();
    Parts known = known();
    if (known != null) {
      known.housekeeping.ifPresent(Housekeeping::stop);
      known.capture.stop(budget);
    }
    join(deadline);
    Shutdown shutdown = shutdown(known);
    if (known != null) {
      known.shipper.stop();
      if (known.shipper.isIdle() && !thread.isAlive()) {
        known.ledger.force();
        known.ledger.close();
      }
    }
    state = state == State.FENCED || state == State.REFUSED ? state : State.CLOSED;
    changed();
    return shutdown;
  }

  private void join(long deadlineNanos) {
    try {
      long millis = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
      if (!thread.join(Duration.ofMillis(millis))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private Shutdown shutdown(@Nullable Parts known) {
    ReplicatorStatus status = status();
    boolean isComplete = known == null ? !Files.exists(database) : known.capture.isComplete();
    Optional<String> problem =
        isComplete
            ? Optional.empty()
            : status.problem().or(() -> Optional.of("the time for the shutdown was used up"));
    return new Shutdown(
        isComplete, status.position(), status.pendingCommits(), status.pendingBytes(), problem);
  }

  private void run() {
    try {
      Parts ready = start();
      parts.complete(ready);
      changed();
      ready.housekeeping.ifPresent(Housekeeping::run);
      if (closing.getCount() == 0) {
        ready.capture.stop(DEFAULT_BUDGET);
      }
      ready.capture.run();
      FencedException fenced = ready.shipper.fencedBy();
      ready.capture.fail(fenced != null ? fenced : new SeseragiException("replication has ended"));
    } catch (InterruptedException closed) {
      parts.completeExceptionally(new SeseragiException("replication of " + database + " ended"));
    } catch (NotDescendedException | BehindReplicaException refused) {
      refuse(refused);
    } catch (RuntimeException | Error e) {
      refuse(new SeseragiException("replication of " + database + " failed: " + e, e));
      throw e;
    }
  }

  private void refuse(SeseragiException reason) {
    state = State.REFUSED;
    health.failed(Health.Place.START, String.valueOf(reason.getMessage()));
    if (!parts.completeExceptionally(reason)) {
      parts.join().capture.fail(reason);
    }
  }

  private Parts start() throws InterruptedException {
    while (true) {
      try {
        Files.createDirectories(settings.stateFolder());
        PageLedger ledger = PageLedger.open(settings.stateFolder().resolve(LEDGER_FILE));
        RandomGenerator random = RandomGenerator.getDefault();
        TakeOver.Result start = new TakeOver(database, replica, ledger, random).run();
        health.recovered(Health.Place.START);
        Shipper shipper = shipper(start, ledger, random);
        return parts(start, ledger, shipper);
      } catch (NotDescendedException e) {
        throw e;
      } catch (IOException | SeseragiException e) {
        health.failed(
            Health.Place.START,
            "cannot find out what %s has: %s".formatted(replica.describe(), e.getMessage()));
      }
      if (closing.await(START_RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new InterruptedException();
      }
    }
  }

  private Parts parts(TakeOver.Result start, PageLedger ledger, Shipper shipper) {
    Capture capture = capture(ledger, shipper);
    LiveSnapshots snapshots = new LiveSnapshots(capture, shipper, replica, settings);
    Optional<Housekeeping> housekeeping = Optional.empty();
    if (settings.hasHousekeeping()) {
      var surroundings =
          new Surroundings(
              snapshots, new HousekeepingEvents(), settings.stateFolder(), InstantSource.system());
      var housekeeper =
          new Housekeeper(replica, start.inventory(), settings.compaction(), surroundings);
      housekeeping = Optional.of(new Housekeeping(housekeeper, threads));
    }
    return new Parts(ledger, shipper, capture, snapshots, housekeeping);
  }

  private Shipper shipper(TakeOver.Result start, PageLedger ledger, RandomGenerator random) {
    var ship = new Shipper.ShipSettings(settings.pageFormat(), settings.stateFolder());
    var destination =
        new Shipper.Destination(replica, start.tail(), start.writer(), ship, new ShipEvents());
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
            counters,
            new CaptureEvents(),
            InstantSource.system(),
            LOG);
    return new Capture(database, shipper, setup);
  }

  private ReplicatorStatus.Counts counts() {
    return new ReplicatorStatus.Counts(
        segments.sum(),
        segmentBytes.sum(),
        commits.sum(),
        counters.frames(),
        counters.compares(),
        counters.turns(),
        counters.blockedTurns(),
        health.failures());
  }

  private @Nullable Parts known() {
    return parts.isCompletedExceptionally() ? null : parts.getNow(null);
  }

  private void wakeCapture() {
    Parts known = known();
    if (known != null) {
      known.capture.wake();
    }
  }

  private void changed() {
    if (!listeners.isEmpty()) {
      ReplicatorStatus status = status();
      listeners.forEach(listener -> listener.accept(status));
    }
  }

  private static Optional<String> stuck(Shipper.@Nullable Underway underway) {
    long seconds =
        underway == null
            ? 0
            : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - underway.startNanos());
    return seconds < STUCK_SECONDS
        ? Optional.empty()
        : Optional.of("the store has not confirmed a segment for " + seconds + " s");
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException absent) {
      return 0;
    }
  }

  private final class CaptureEvents implements CaptureListener {
    @Override
    public void waitingForDatabase() {
      if (state != State.WAITING_FOR_DATABASE) {
        state = State.WAITING_FOR_DATABASE;
        mode = "";
        LOG.log(System.Logger.Level.INFO, "{0}: waiting for the database to appear", database);
        changed();
      }
    }

    @Override
    public void following(String newMode, String how) {
      state = State.REPLICATING;
      mode = newMode;
      health.recovered(Health.Place.CAPTURE);
      LOG.log(System.Logger.Level.INFO, "{0}: following, mode {1}, {2}", database, newMode, how);
      changed();
    }

    @Override
    public void failed(String problem) {
      health.failed(Health.Place.CAPTURE, problem);
    }
  }

  private final class ShipEvents implements Shipper.ShipListener {
    @Override
    public void shipped(SegmentInfo segment, long count) {
      segments.increment();
      segmentBytes.add(segment.sizeBytes());
      commits.add(count);
      lastShipped = Instant.now();
      health.recovered(Health.Place.SHIPPING);
      wakeCapture();
      Parts known = known();
      if (known != null) {
        known.housekeeping.ifPresent(housekeeping -> housekeeping.shipped(segment));
      }
    }

    @Override
    public void failed(String problem) {
      health.failed(Health.Place.SHIPPING, problem);
    }

    @Override
    public void fenced(FencedException reason) {
      state = State.FENCED;
      health.failed(Health.Place.SHIPPING, String.valueOf(reason.getMessage()));
      Parts known = known();
      if (known != null) {
        // A writer that is not one any more must not leave merged segments beside the new one's.
        known.housekeeping.ifPresent(Housekeeping::stop);
        known.capture.wake();
      }
    }
  }

  private final class HousekeepingEvents implements HousekeepingListener {
    private Health.Place placeOf(Step step) {
      return switch (step) {
        case LISTING -> Health.Place.LISTING;
        case COMPACTION -> Health.Place.COMPACTION;
        case RETENTION -> Health.Place.RETENTION;
        case SNAPSHOT -> Health.Place.SNAPSHOT;
      };
    }

    @Override
    public void failing(Step step, String message) {
      health.failed(placeOf(step), message);
    }

    @Override
    public void recovered(Step step) {
      health.recovered(placeOf(step));
    }

    @Override
    public void damaged(String message) {
      LOG.log(System.Logger.Level.ERROR, "{0}: {1}", database, message);
    }

    @Override
    public void deletingForbidden(String message) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", database, message);
    }
  }
}
