package dev.seseragi.engine;

import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.engine.capture.Capture;
import dev.seseragi.engine.capture.CaptureCounters;
import dev.seseragi.engine.capture.CaptureListener;
import dev.seseragi.engine.compact.HousekeepingListener;
import dev.seseragi.engine.proof.Proof;
import dev.seseragi.engine.proof.Proofs;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.ship.Shipper;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one replicator report, put together to its {@link ReplicatorStatus}, log lines
 * and calls of listeners. Safe for use by many threads.
 */
final class Progress {
  static final System.Logger LOG = System.getLogger("dev.seseragi.engine");
  private static final long STUCK_SECONDS = 15;

  private final Path database;
  private final Supplier<Work> work;
  private final Health health;
  private final CaptureCounters counters = new CaptureCounters();
  private final List<Consumer<ReplicatorStatus>> listeners = new CopyOnWriteArrayList<>();
  private final LongAdder segments = new LongAdder();
  private final LongAdder segmentBytes = new LongAdder();
  private final LongAdder commits = new LongAdder();

  private volatile State state = State.STARTING;
  private volatile String mode = "";
  private volatile @Nullable Instant lastShipped;
  private volatile Proofs proofs = Proofs.NONE;

  /**
   * @param work tells what the parts are doing at the moment
   */
  Progress(Path database, Supplier<Work> work) {
    this.database = database;
    this.work = work;
    this.health = new Health(LOG, database.toString(), this::changed);
  }

  /**
   * What the parts are doing.
   *
   * @param position the last one in the store
   * @param pending captured, not handed over
   * @param underway handed over; null if nothing is
   */
  record Work(Txid position, Capture.Pending pending, Shipper.@Nullable Underway underway) {
    static final Work NONE = new Work(Txid.NONE, new Capture.Pending(0, 0), null);
  }

  CaptureCounters counters() {
    return counters;
  }

  Health health() {
    return health;
  }

  void addListener(Consumer<ReplicatorStatus> listener) {
    listeners.add(listener);
  }

  ReplicatorStatus status() {
    Work now = work.get();
    Shipper.Underway underway = now.underway();
    Optional<String> problem = health.problem().or(() -> stuck(underway));
    return new ReplicatorStatus(
        problem.isPresent() && state == State.REPLICATING ? State.UNHEALTHY : state,
        mode,
        now.position(),
        Optional.ofNullable(lastShipped),
        now.pending().commits() + (underway == null ? 0 : underway.commits()),
        now.pending().sizeBytes() + (underway == null ? 0 : underway.sizeBytes()),
        sizeOf(Path.of(database + "-wal")),
        sizeOf(database),
        problem,
        counts(),
        proofs);
  }

  /** What keeps commits from reaching the store. */
  Optional<String> outage() {
    return health.outage().or(() -> stuck(work.get().underway()));
  }

  void shipped(SegmentInfo segment, long count) {
    segments.increment();
    segmentBytes.add(segment.sizeBytes());
    commits.add(count);
    lastShipped = Instant.now();
    health.recovered(Health.Place.SHIPPING);
  }

  Proofs proofs() {
    return proofs;
  }

  /** What an earlier process has proven. */
  void provenBefore(Optional<Instant> provenRestorable) {
    proofs = Proofs.since(provenRestorable);
  }

  /** A proof has ended. */
  void proved(Proof proof) {
    Optional<String> before = proofs.last().flatMap(Proof::problem);
    proofs = proofs.with(proof);
    String problem = proof.problem().orElse("");
    boolean isNews = !proof.problem().map(Health::kind).equals(before.map(Health::kind));
    switch (proof.outcome()) {
      case PROVEN, UNCHANGED -> {
        health.recovered(Health.Place.PROOF);
        logProof(proof);
        if (isNews && !problem.isEmpty()) {
          LOG.log(System.Logger.Level.WARNING, "{0}: restorable, but {1}", database, problem);
        }
      }
      case FAILED -> health.failed(Health.Place.PROOF, problem);
      case NOT_DONE -> {
        // What is known to be wrong stays so; that nothing new is known is no reason for alarm.
        if (isNews) {
          LOG.log(System.Logger.Level.WARNING, "{0}: {1}", database, problem);
        }
      }
    }
    changed();
  }

  private void logProof(Proof proof) {
    LOG.log(
        System.Logger.Level.INFO,
        "{0}: proven restorable as of {1}, TXID {2}: {3}, {4} requests, {5} bytes",
        database,
        proof.asOf(),
        proof.position(),
        proof.outcome() == Proof.Outcome.PROVEN ? "restored and compared" : "nothing has changed",
        proof.cost().requests(),
        proof.cost().readBytes());
  }

  /** Nothing will be shipped any more. */
  void ended(State end, Health.Place place, String why) {
    state = end;
    health.failed(place, why);
  }

  /** What a fenced writer leaves behind is safe, and can be had. */
  void setAside(String replica, String object, int pages) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: what was committed here and never acknowledged is set aside in {1} as {2} ({3} pages);"
            + " `seseragi fenced list {1}` shows it",
        database,
        replica,
        object,
        pages);
  }

  void closed() {
    state = state == State.FENCED || state == State.REFUSED ? state : State.CLOSED;
    changed();
  }

  void changed() {
    if (!listeners.isEmpty()) {
      ReplicatorStatus status = status();
      listeners.forEach(listener -> listener.accept(status));
    }
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

  final class CaptureEvents implements CaptureListener {
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
      LOG.log(System.Logger.Level.DEBUG, "{0}: following, mode {1}, {2}", database, newMode, how);
      changed();
    }

    @Override
    public void failed(String problem) {
      health.failed(Health.Place.CAPTURE, problem);
    }
  }

  final class HousekeepingEvents implements HousekeepingListener {
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
