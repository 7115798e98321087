package dev.seseragi.bench.pos;

import dev.seseragi.bench.load.Histogram;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** What all devices have seen. Safe for use by many threads. */
final class Notes {
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Map<Kind, Histogram> times = new EnumMap<>(Kind.class);

  private final AtomicInteger serverErrors = new AtomicInteger();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  /** By order: when its answer came; and when each device heard of it, 0 for never. */
  private final Map<Long, Long> confirmed = new ConcurrentHashMap<>();

  private final Map<Long, long[]> heard = new ConcurrentHashMap<>();
  private final int devices;
  private volatile boolean isCounting;

  Notes(int devices) {
    this.devices = devices;
  }

  /** From now on it counts: before, the JVM was warming up. */
  void beginCounting() {
    isCounting = true;
  }

  /** An answer. */
  void answered(Kind kind, int status, long nanos) {
    if (status / 100 == 5) {
      serverErrors.incrementAndGet();
    } else if (status / 100 == 4) {
      surprised(kind + " was answered with " + status);
    }
    if (isCounting) {
      lock.lock();
      try {
        times.computeIfAbsent(kind, it -> new Histogram()).add(nanos);
      } finally {
        lock.unlock();
      }
    }
  }

  /** What has no place in a good run. */
  void surprised(String what) {
    surprises.add(what);
  }

  /** An order's success was answered. */
  void confirmed(long order, long nanos) {
    if (isCounting) {
      confirmed.put(order, nanos);
    }
  }

  /** A device hears of an order; only the first time counts. */
  void heard(long order, int device, long nanos) {
    long[] all = heard.computeIfAbsent(order, id -> new long[devices]);
    // Each device writes its own place, by one thread.
    if (all[device] == 0) {
      all[device] = nanos;
    }
  }

  /**
   * From each answer to the event at every device; 0 where the event was first.
   *
   * @param missing orders that a device never heard of
   */
  record Spread(Histogram times, int missing) {}

  Spread spread() {
    Histogram all = new Histogram();
    int missing = 0;
    for (Map.Entry<Long, Long> one : confirmed.entrySet()) {
      long[] arrivals = heard.getOrDefault(one.getKey(), new long[devices]);
      for (long arrival : arrivals) {
        if (arrival == 0) {
          missing++;
        } else {
          all.add(Math.max(0, arrival - one.getValue()));
        }
      }
    }
    return new Spread(all, missing);
  }

  Histogram times(Kind kind) {
    lock.lock();
    try {
      return times.getOrDefault(kind, new Histogram());
    } finally {
      lock.unlock();
    }
  }

  int serverErrors() {
    return serverErrors.get();
  }

  List<String> surprises() {
    return List.copyOf(surprises);
  }
}
