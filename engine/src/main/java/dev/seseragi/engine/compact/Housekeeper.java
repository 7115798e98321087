package dev.seseragi.engine.compact;

import dev.seseragi.SeseragiException;
import dev.seseragi.engine.compact.HousekeepingListener.Step;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectMissingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges, has snapshots written and deletes for one replica, when it is due.
 *
 * <p>Works from what it remembers: in the steady state it lists nothing but the markers, before it
 * deletes from level 0, and once in a snapshot interval the whole replica. An unchanged replica
 * costs no request at all. What is due depends on the age of what is stored, so a process that
 * lives for a minute now and then gets as much done as one that lives on.
 *
 * <p>Has no thread: {@link #runDue} does the work on its caller's, one call at a time. {@link
 * #shipped} and {@link #stop} may be called by any thread.
 */
public final class Housekeeper {
  private final Replica replica;
  private final CompactionSettings settings;
  private final SnapshotWriter snapshots;
  private final HousekeepingListener listener;
  private final InstantSource clock;
  private final Holdings holdings;
  private final Compaction compaction;
  private final Retention retention;
  private final News news = new News();
  private final Task listing;
  private final Task retaining;
  private final List<Task> tasks;

  /** Whether the replica may differ from the holdings. */
  private boolean isStale;

  /** The last position before a hole in history, as of the last listing; null if it has none. */
  private @Nullable Txid hole;

  /** When there is something to do next; null if never. */
  private @Nullable Instant next = Instant.MIN;

  private volatile boolean isStopped;

  /**
   * A housekeeper for one replica.
   *
   * @param found what the listing found by which this process took the replica over
   */
  public Housekeeper(
      Replica replica, Inventory found, CompactionSettings settings, Surroundings surroundings) {
    this.replica = replica;
    this.settings = settings;
    this.snapshots = surroundings.snapshots();
    this.listener = surroundings.listener();
    this.clock = surroundings.clock();
    this.holdings = new Holdings(found, settings.topLevel());
    Compactor compactor =
        new Compactor(replica, settings, surroundings.temporaryFolder(), this::checkStopped);
    this.compaction = new Compaction(replica, settings, compactor, holdings, listener);
    this.retention = new Retention(replica, settings, holdings, this::checkStopped);
    this.listing = task(Step.LISTING, "list", this::listingDueAt, this::list);
    this.retaining = task(Step.RETENTION, "delete old segments of", retention::dueAt, this::retain);
    this.tasks = tasks();
    learn(found);
  }

  private List<Task> tasks() {
    List<Task> all = new ArrayList<>(List.of(listing));
    for (int i = 1; i <= settings.topLevel(); i++) {
      int level = i;
      all.add(
          task(
              Step.COMPACTION,
              "merge segments into level " + level + " of",
              now -> compaction.dueAt(level, now),
              () -> compaction.run(level, clock.instant())));
    }
    all.add(retaining);
    // Last, because it takes longest: a short-lived process gets the rest done before.
    all.add(task(Step.SNAPSHOT, "write a snapshot to", this::snapshotDueAt, this::writeSnapshot));
    return List.copyOf(all);
  }

  private Task task(
      Step step, String what, Function<Instant, Optional<Instant>> dueAt, Task.Action action) {
    return new Task(step, what + " " + replica.describe(), dueAt, action);
  }

  /**
   * Tells of a segment that is in the store: each slot that was filled, fences among them, in the
   * order of history, and each snapshot that was written without being asked for here.
   */
  public void shipped(SegmentInfo segment) {
    news.add(segment);
  }

  /** Makes {@link #runDue} end soon, now and for good. What is under way is left undone. */
  public void stop() {
    isStopped = true;
  }

  /**
   * Does what is due. Cheap if nothing is: call it after each {@link #shipped}, too.
   *
   * <p>Failures go to the listener. An interrupt ends it as {@link #stop} does, but for this call
   * only, and stays set.
   *
   * @return after what time to call it again; empty if nothing will be due without new segments
   */
  public Optional<Duration> runDue() {
    Instant now = clock.instant();
    takeNews(now);
    if (isStopped) {
      return Optional.empty();
    }
    if (next != null && !next.isAfter(now)) {
      try {
        runTasks(now);
      } catch (CancellationException stopped) {
        return isStopped ? Optional.empty() : Optional.of(Duration.ZERO);
      }
    }
    return Optional.ofNullable(next)
        .map(at -> Duration.between(clock.instant(), at))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  private void takeNews(Instant now) {
    News.Batch batch = news.take();
    if (batch.isIncomplete()) {
      isStale = true;
      next = now;
    }
    for (SegmentInfo segment : batch.segments()) {
      holdings.add(segment, now);
      Instant made = segment.created();
      Instant due = made.isAfter(now) ? now : Schedule.tickAfter(made, settings.interval(1));
      if (next == null || due.isBefore(next)) {
        next = due;
      }
    }
  }

  private void runTasks(Instant start) {
    suspectHole();
    if (isDue(retaining, start) && retention.needsListing(start)) {
      isStale = true;
    }
    for (Task task : tasks) {
      if (isDue(task, clock.instant()) && (task == listing || !isStale)) {
        attempt(task);
      }
    }
    holdings.forgetUnneeded(retention.isDeleting());
    retention.forgotten();
    suspectHole();
    Instant now = clock.instant();
    Stream<Task> waiting = isStale ? Stream.of(listing) : tasks.stream();
    next = waiting.flatMap(task -> task.nextAt(now).stream()).min(Instant::compareTo).orElse(null);
  }

  private static boolean isDue(Task task, Instant now) {
    return task.nextAt(now).filter(at -> !at.isAfter(now)).isPresent();
  }

  private void attempt(Task task) {
    try {
      checkStopped();
      switch (task.run()) {
        case Task.Result.Done() -> task.succeeded(listener);
        case Task.Result.NotYet() -> task.postpone(clock.instant());
        case Task.Result.Surprise(String problem) -> surprised(task, problem);
      }
    } catch (ObjectMissingException e) {
      compaction.forgetUnsure();
      surprised(task, String.valueOf(e.getMessage()));
    } catch (SeseragiException | IOException | CancellationException e) {
      checkStopped(); // then it is no failure
      task.failed(clock.instant(), String.valueOf(e.getMessage()), listener);
    }
  }

  private void surprised(Task task, String problem) {
    isStale = true;
    task.surprised(clock.instant(), problem, listener);
  }

  private void checkStopped() {
    if (isStopped || Thread.currentThread().isInterrupted()) {
      throw new CancellationException("housekeeping was stopped");
    }
  }

  private Optional<Instant> listingDueAt(Instant now) {
    return isStale ? Optional.of(now) : Optional.empty();
  }

  private Task.Result list() {
    Inventory listed = replica.list();
    holdings.replace(listed, clock.instant());
    isStale = false;
    learn(listed);
    return new Task.Result.Done();
  }

  /** Looks at a listing that the holdings were just made from. */
  private void learn(Inventory listed) {
    retention.listed(listed, clock.instant());
    Optional<Txid> end = endBeforeHole();
    if (end.isPresent() && !end.get().equals(hole)) {
      listener.damaged(
          ("the history in %s has a hole behind TXID %s and goes on to %s: the newest state cannot"
                  + " be restored until a snapshot is written, which is tried now")
              .formatted(replica.describe(), end.get(), holdings.tail()));
    }
    hole = end.orElse(null);
  }

  /** What looks like a hole may be a segment that was not told of: that is looked up first. */
  private void suspectHole() {
    Optional<Txid> end = endBeforeHole();
    if (end.isEmpty()) {
      hole = null;
    } else if (!end.get().equals(hole)) {
      isStale = true;
    }
  }

  private Optional<Txid> endBeforeHole() {
    Chain chain = Chain.toNewest(holdings.inventory());
    return chain.reaches(holdings.tail()) ? Optional.empty() : Optional.of(chain.end());
  }

  private Optional<Instant> snapshotDueAt(Instant now) {
    Inventory inventory = holdings.inventory();
    Txid newest =
        Chain.newest(inventory.level(SegmentInfo.SNAPSHOT_LEVEL))
            .map(SegmentInfo::max)
            .orElse(Txid.NONE);
    // Genuine Litestream restores nothing that reaches over a change of the page size.
    return hole != null || compaction.lastPageSizeChange().isAfter(newest)
        ? Optional.of(now)
        : SnapshotPlan.dueAt(inventory, settings.snapshotInterval());
  }

  private Task.Result writeSnapshot() throws IOException {
    Optional<SegmentInfo> written = snapshots.write();
    written.ifPresent(segment -> holdings.add(segment, clock.instant()));
    suspectHole();
    Instant now = clock.instant();
    boolean isStillDue = snapshotDueAt(now).filter(at -> !at.isAfter(now)).isPresent();
    // A snapshot that mends nothing is not written again at once.
    return isStillDue ? new Task.Result.NotYet() : new Task.Result.Done();
  }

  private Task.Result retain() {
    if (!retention.run(clock.instant())) {
      listener.deletingForbidden(
          ("%s forbids deleting, so nothing old goes: %s. Run `seseragi retain` for it on a schedule"
                  + " with credentials that may delete, or set retention.enabled to false")
              .formatted(replica.describe(), Growth.of(holdings.inventory(), settings).describe()));
    }
    return new Task.Result.Done();
  }
}
