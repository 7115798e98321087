package dev.seseragi.apps.pos.stream;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.jdbc.ReplicaTarget;
import dev.seseragi.store.MeteredStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreFinder;
import dev.seseragi.store.encryption.Encryption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has the replica's store open, counts what is asked of it, and lists it, at most once in 15 s
 * however many ask: a listing costs requests. Safe for use by many threads.
 */
public final class ReplicaLook implements AutoCloseable {
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final Optional<MeteredStore> store;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock, which is held while listing: who comes meanwhile wants the same answer.
  private @Nullable Seen seen;

  /**
   * Opens the store of a replica, if there is one.
   *
   * @throws dev.seseragi.store.StoreConfigurationException as {@link StoreFinder#open} and {@link
   *     Encryption#around} say
   */
  public ReplicaLook(ReplicaTarget replica, InstantSource clock) {
    this.store = opened(replica).map(MeteredStore::new);
    this.clock = clock;
  }

  private static Optional<ObjectStore> opened(ReplicaTarget replica) {
    return switch (replica) {
      case ReplicaTarget.None() -> Optional.empty();
      case ReplicaTarget.Store(var given) -> Optional.of(given);
      case ReplicaTarget.Url(var url, var environment) -> {
        ObjectStore plain = StoreFinder.ofClassPath().open(url, environment);
        yield Optional.of(Encryption.around(plain, Optional.empty(), environment));
      }
    };
  }

  /** The same replica for the database, so that its requests are counted. */
  public ReplicaTarget target() {
    return store.<ReplicaTarget>map(ReplicaTarget.Store::new).orElseGet(ReplicaTarget.None::new);
  }

  /**
   * What was found.
   *
   * @param inventory empty if there is no replica, or it could not be listed
   * @param requests until now, those of the look included; empty if there is no replica
   * @param problem why it could not be listed; empty if it could
   */
  public record Seen(
      Instant at,
      Optional<Inventory> inventory,
      Optional<MeteredStore.Counts> requests,
      String problem) {
    private Seen with(MeteredStore.Counts now) {
      return new Seen(at, inventory, Optional.of(now), problem);
    }
  }

  /** What the replica has now, or had a moment ago. */
  public Seen look() {
    Instant now = clock.instant();
    return store
        .map(it -> lately(it, now).with(it.counts()))
        .orElseGet(() -> new Seen(now, Optional.empty(), Optional.empty(), ""));
  }

  private Seen lately(ObjectStore store, Instant now) {
    lock.lock();
    try {
      Seen before = seen;
      if (before == null || before.at().plus(FRESH).isBefore(now)) {
        before = list(store, now);
        seen = before;
      }
      return before;
    } finally {
      lock.unlock();
    }
  }

  private static Seen list(ObjectStore store, Instant now) {
    try {
      return new Seen(now, Optional.of(new Replica(store).list()), Optional.empty(), "");
    } catch (StoreException e) {
      return new Seen(now, Optional.empty(), Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** To be called when the database is closed. */
  @Override
  public void close() {
    store.ifPresent(ObjectStore::close);
  }
}
