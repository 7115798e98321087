package dev.seseragi.apps.pos.stream;

import dev.seseragi.apps.database.DatabaseSettings;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.jdbc.ReplicaTarget;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreFinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lists the replica, at most once in 15 s however many ask: a listing costs requests. Safe for use
 * by many threads.
 */
public final class ReplicaLook implements AutoCloseable {
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final DatabaseSettings settings;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock, which is held while listing: who comes meanwhile wants the same answer.
  private @Nullable ObjectStore store;
  private @Nullable Seen seen;

  /** Looks at the replica of a database, if it has one. */
  public ReplicaLook(DatabaseSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What was found.
   *
   * @param inventory empty if there is no replica, or it could not be listed
   * @param problem why it could not; empty if it could
   */
  public record Seen(Instant at, Optional<Inventory> inventory, String problem) {}

  /** What the replica has now, or had a moment ago. */
  public Seen look() {
    Instant now = clock.instant();
    if (!settings.isReplicated()) {
      return new Seen(now, Optional.empty(), "");
    }
    lock.lock();
    try {
      Seen before = seen;
      if (before == null || before.at().plus(FRESH).isBefore(now)) {
        before = list(now);
        seen = before;
      }
      return before;
    } finally {
      lock.unlock();
    }
  }

  private Seen list(Instant now) {
    try {
      return switch (settings.replica()) {
        case ReplicaTarget.None() -> new Seen(now, Optional.empty(), "");
        case ReplicaTarget.Store(var given) -> seen(now, given);
        case ReplicaTarget.Url(var url, var environment) -> {
          ObjectStore own = store;
          if (own == null) {
            own = StoreFinder.ofClassPath().open(url, environment);
            store = own;
          }
          yield seen(now, own);
        }
      };
    } catch (StoreException e) {
      return new Seen(now, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static Seen seen(Instant now, ObjectStore store) {
    return new Seen(now, Optional.of(new Replica(store).list()), "");
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (store != null) {
        store.close();
        store = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
