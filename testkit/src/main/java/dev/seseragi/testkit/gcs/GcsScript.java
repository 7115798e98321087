package dev.seseragi.testkit.gcs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was asked so far, and what is to go wrong next. Safe for use by many threads. */
final class GcsScript {
  /** Both guarded by this object. */
  private final Map<GcsOperation, Long> counts = new EnumMap<>(GcsOperation.class);

  private final Map<GcsOperation, Deque<GcsFault>> faults = new EnumMap<>(GcsOperation.class);

  synchronized void add(GcsOperation operation, List<GcsFault> next) {
    faults.computeIfAbsent(operation, kind -> new ArrayDeque<>()).addAll(next);
  }

  /** Counts a request; null if nothing is to go wrong with it. */
  synchronized @Nullable GcsFault next(GcsOperation operation) {
    counts.merge(operation, 1L, Long::sum);
    Deque<GcsFault> waiting = faults.get(operation);
    return waiting == null ? null : waiting.poll();
  }

  synchronized long count(GcsOperation operation) {
    return counts.getOrDefault(operation, 0L);
  }

  synchronized long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
