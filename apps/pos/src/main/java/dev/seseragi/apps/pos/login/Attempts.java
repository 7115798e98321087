package dev.seseragi.apps.pos.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong PINs by address. Safe for use by many threads. */
final class Attempts {
  private static final int ALLOWED = 5;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Of so many addresses; the one that failed first is forgotten. */
  private static final int MAX_ADDRESSES = 10_000;

  private final InstantSource clock;
  private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

  Attempts(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean mayTry(String address) {
    Deque<Instant> times = failures.get(address);
    if (times == null) {
      return true;
    }
    Instant since = clock.instant().minus(WINDOW);
    times.removeIf(time -> time.isBefore(since));
    if (times.isEmpty()) {
      failures.remove(address);
    }
    return times.size() < ALLOWED;
  }

  synchronized void failed(String address) {
    if (failures.size() >= MAX_ADDRESSES && !failures.containsKey(address)) {
      failures.remove(failures.keySet().iterator().next());
    }
    failures.computeIfAbsent(address, one -> new ArrayDeque<>()).addLast(clock.instant());
  }
}
