package dev.seseragi.apps.pos.storage;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.database.StorageException;
import dev.seseragi.apps.pos.live.Changes;
import dev.seseragi.engine.ReplicatorStatus.State;
import dev.seseragi.jdbc.SeseragiStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Knows whether what is written is kept, and tells the screens when that changes. Safe for use by
 * many threads.
 */
public final class StorageWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.seseragi.apps.pos.storage");
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Database database;
  private final Changes changes;
  private final Duration longestLag;
  private final ScheduledExecutorService timer;

  /** Empty: as it really is. */
  private volatile Optional<StorageState> played = Optional.empty();

  private final AtomicReference<StorageState> told = new AtomicReference<>(StorageState.OK);

  /** Whether a commit stands that was not confirmed when its request was answered. */
  private final AtomicBoolean isInDoubt = new AtomicBoolean();

  /**
   * Begins to watch.
   *
   * @param longestLag a commit that the store has not confirmed for longer makes it unavailable
   */
  public StorageWatch(Database database, Changes changes, Duration longestLag) {
    this.database = database;
    this.changes = changes;
    this.longestLag = longestLag;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("storage watch").factory());
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How it is now. Never waits. */
  public StorageState state() {
    return played.orElseGet(this::found);
  }

  private StorageState found() {
    return database.status().map(this::stateOf).orElse(StorageState.OK);
  }

  private StorageState stateOf(SeseragiStatus status) {
    Optional<State> state = status.replication().map(now -> now.state());
    if (state.filter(it -> it == State.FENCED || it == State.REFUSED).isPresent()) {
      return StorageState.READ_ONLY;
    }
    boolean isLate = status.oldestUnconfirmed().compareTo(longestLag) > 0;
    return status.isHealthy() && !isLate ? StorageState.OK : StorageState.UNAVAILABLE;
  }

  /** Plays a state, for tests of the banners; empty plays nothing any more. */
  public void play(Optional<StorageState> state) {
    played = state;
    look();
  }

  /** A commit stands here and is not confirmed: the screens learn of it when it is. */
  void doubt() {
    isInDoubt.set(true);
  }

  private void look() {
    try {
      StorageState now = state();
      StorageState before = told.getAndSet(now);
      changes.publish(new Changes.Health(now.isWriter(), now == StorageState.OK));
      if (now == StorageState.OK && isInDoubt.get()) {
        database.awaitVisible();
        isInDoubt.set(false);
        changes.publishAll();
      }
      if (before != now) {
        LOG.log(System.Logger.Level.WARNING, "storage is {0}, was {1}", now, before);
        if (now == StorageState.READ_ONLY) {
          // A load balancer leads those who come again to the writer.
          changes.sendAway();
        }
      }
    } catch (StorageException e) {
      // Still in doubt: looked at again in a moment, and the state says what is wrong.
      isInDoubt.set(true);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
