package dev.seseragi.bench.costs;

import java.time.Duration;

/**
 * What an application does on each day of a month.
 *
 * @param name for tables
 * @param description in words
 * @param databaseBytes size of the database
 * @param startsPerDay of the replicating process
 * @param windowsPerDay how often a day commits come for a while, evenly over the day
 * @param window how long they come
 * @param segmentsPerWindow how many segments of level 0 they become
 * @param segmentBytes the size of one of these
 */
record Workload(
    String name,
    String description,
    double databaseBytes,
    double startsPerDay,
    double windowsPerDay,
    Duration window,
    double segmentsPerWindow,
    double segmentBytes) {
  static final Duration DAY = Duration.ofDays(1);
  private static final double MEGABYTE = 1e6;
  private static final double GIGABYTE = 1e9;

  /** Nobody commits; the process is started anew once a day. */
  static Workload idle() {
    return new Workload(
        "idle", "100 MB, no commits, one start a day", 100 * MEGABYTE, 1, 0, Duration.ZERO, 0, 0);
  }

  /** 1,000 commits a day in 50 bursts. */
  static Workload small(Counts.Sizes sizes) {
    return new Workload(
        "small",
        "100 MB, 1,000 commits a day in 50 bursts of 2 s, one start a day",
        100 * MEGABYTE,
        1,
        50,
        Duration.ofSeconds(2),
        sizes.segmentsPerBurst(),
        sizes.burstSegmentBytes());
  }

  /** 10 commits a second for 8 hours a day. */
  static Workload busy(Counts.Sizes sizes) {
    Duration window = Duration.ofHours(8);
    return new Workload(
        "busy",
        "1 GB, 10 commits a second for 8 hours a day, one start a day",
        GIGABYTE,
        1,
        1,
        window,
        sizes.segmentsPerSecond() * window.toSeconds(),
        sizes.busySegmentBytes());
  }

  /** Segments of level 0 in a day, without the fences of starts. */
  double segmentsPerDay() {
    return windowsPerDay * segmentsPerWindow;
  }

  /** Bytes of these. */
  double segmentBytesPerDay() {
    return segmentsPerDay() * segmentBytes;
  }

  /** How many periods of a length have something new in them, in a day. */
  double activePeriods(Duration period) {
    double ofWindow = Math.max(1, (double) window.toMillis() / period.toMillis());
    return Math.min((double) DAY.toMillis() / period.toMillis(), windowsPerDay * ofWindow);
  }

  /** Whether anything is ever committed. */
  boolean isActive() {
    return windowsPerDay > 0;
  }
}
