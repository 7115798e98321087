package dev.seseragi.apps.pos.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was made since the last change, for all who ask for the same: a change sends every
 * device there is to ask at the same moment. Who asks while it is being made waits for it. Safe for
 * use by many threads.
 *
 * @param <K> what is asked for
 * @param <V> what was made; not to be changed
 */
public final class ChangeCache<K, V> {
  private final Supplier<Moment> now;
  private final InstantSource clock;
  private final Duration maxAge;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Map<K, Place<V>> places;

  /** For what is made for one key. */
  private static final class Place<V> {
    final ReentrantLock making = new ReentrantLock();

    // Guarded by the lock above.
    @Nullable Made<V> made;
  }

  private record Made<V>(Moment moment, Instant time, V value) {}

  /**
   * Nothing made yet.
   *
   * @param now how far the changes have come that what is made depends on
   * @param clock of whoever makes something
   * @param maxAge how long something is kept at most, changes or not
   * @param maxKeys how much is kept at most; what was asked for longest ago goes first
   */
  public ChangeCache(Supplier<Moment> now, InstantSource clock, Duration maxAge, int maxKeys) {
    this.now = now;
    this.clock = clock;
    this.maxAge = maxAge;
    this.places =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Place<V>> eldest) {
            return size() > maxKeys;
          }
        };
  }

  /**
   * What was made of all changes until this moment, at least.
   *
   * @param make reads what is committed when it is called, or later
   */
  public V get(K key, Supplier<V> make) {
    Moment asked = now.get();
    Place<V> place = placeOf(key);
    place.making.lock();
    try {
      Made<V> made = place.made;
      if (made == null || !covers(made, asked)) {
        Moment moment = now.get();
        Instant begin = clock.instant();
        made = new Made<>(moment, begin, make.get());
        place.made = made;
      }
      return made.value();
    } finally {
      place.making.unlock();
    }
  }

  private Place<V> placeOf(K key) {
    lock.lock();
    try {
      return places.computeIfAbsent(key, _ -> new Place<>());
    } finally {
      lock.unlock();
    }
  }

  private boolean covers(Made<V> made, Moment asked) {
    Duration age = Duration.between(made.time(), clock.instant());
    return made.moment().epoch().equals(asked.epoch())
        && made.moment().seq() >= asked.seq()
        && !age.isNegative()
        && age.compareTo(maxAge) <= 0;
  }
}
