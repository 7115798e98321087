package dev.seseragi.engine.compact;

import dev.seseragi.engine.replica.SegmentInfo;
import java.util.ArrayList;
import java.util.List;

/** Segments told of by other threads, until the housekeeper takes them. */
final class News {
  /** How many wait; if there are more, all are dropped and the replica is listed instead. */
  static final int MAX_WAITING = 10_000;

  private final Object lock = new Object();
  private List<SegmentInfo> waiting = new ArrayList<>(); // guarded by lock
  private boolean isIncomplete; // guarded by lock

  /**
   * What was told since the last time.
   *
   * @param isIncomplete whether more was told than could wait
   */
  record Batch(List<SegmentInfo> segments, boolean isIncomplete) {}

  void add(SegmentInfo segment) {
    synchronized (lock) {
      if (waiting.size() == MAX_WAITING) {
        waiting.clear();
        isIncomplete = true;
      }
      if (!isIncomplete) {
        waiting.add(segment);
      }
    }
  }

  Batch take() {
    synchronized (lock) {
      Batch batch = new Batch(waiting, isIncomplete);
      if (!waiting.isEmpty() || isIncomplete) {
        waiting = new ArrayList<>();
        isIncomplete = false;
      }
      return batch;
    }
  }
}
