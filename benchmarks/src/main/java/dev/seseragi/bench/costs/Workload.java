package dev.seseragi.bench.costs;

import java.time.Duration;
import java.util.List;

/**
 * What an application does on each day of a month.
 *
 * @param name for tables
 * @param description in words
 * @param databaseBytes size of the database
 * @param startsPerDay of the replicating process
 * @param windowsPerDay how often a day commits come for a while, evenly over the day
 * @param window how long they come
 * @param segments what they become
 */
record Workload(
    String name,
    String description,
    double databaseBytes,
    double startsPerDay,
    double windowsPerDay,
    Duration window,
    Segments segments) {
  static final Duration DAY = Duration.ofDays(1);
  private static final double MEGABYTE = 1e6;
  private static final double GIGABYTE = 1e9;
  private static final Duration WORKING_DAY = Duration.ofHours(8);
  private static final double COMMITS_PER_SECOND = 10;

  /**
   * The segments of one window.
   *
   * @param count of level 0
   * @param bytes of all of these
   * @param mergedBytes of what they become in each of levels 1 to 3, at most
   */
  record Segments(double count, double bytes, double mergedBytes) {
    static final Segments NONE = new Segments(0, 0, 0);
  }

  /** Nobody commits; the process is started anew once a day. */
  static Workload idle() {
    return new Workload(
        "idle",
        "100 MB, no commits, one start a day",
        100 * MEGABYTE,
        1,
        0,
        Duration.ZERO,
        Segments.NONE);
  }

  /** 1,000 commits a day in 50 bursts. */
  static Workload small(Counts.Sizes sizes) {
    double bytes = sizes.segmentsPerBurst() * sizes.burstSegmentBytes();
    return new Workload(
        "small",
        "100 MB, 1,000 commits a day in 50 bursts of 2 s, one start a day",
        100 * MEGABYTE,
        1,
        50,
        Duration.ofSeconds(2),
        new Segments(sizes.segmentsPerBurst(), bytes, bytes));
  }

  /** 10 commits a second for 8 hours a day, for which nobody waits. */
  static Workload busy(Counts.Sizes sizes) {
    double count = sizes.segmentsPerSecond() * WORKING_DAY.toSeconds();
    return new Workload(
        "busy",
        "1 GB, 10 commits a second for 8 hours a day, one start a day",
        GIGABYTE,
        1,
        1,
        WORKING_DAY,
        new Segments(count, count * sizes.busySegmentBytes(), busyMergedBytes(sizes)));
  }

  /** The same where each commit waits for the store, and so has a segment of its own. */
  static Workload busyDurable(Counts counts) {
    double count = COMMITS_PER_SECOND * WORKING_DAY.toSeconds();
    double bytes = count * counts.of(Operation.COMMIT).sentBytes();
    return new Workload(
        "busy, durable",
        "the same, each commit waited for until it is in the store",
        GIGABYTE,
        1,
        1,
        WORKING_DAY,
        new Segments(count, bytes, busyMergedBytes(counts.sizes())));
  }

  private static double busyMergedBytes(Counts.Sizes sizes) {
    double secondBytes = sizes.segmentsPerSecond() * sizes.busySegmentBytes();
    return WORKING_DAY.toSeconds() * secondBytes * sizes.mergedShare();
  }

  /** Those of docs/costs.md. */
  static List<Workload> all(Counts counts) {
    return List.of(idle(), small(counts.sizes()), busy(counts.sizes()), busyDurable(counts));
  }

  /** Segments of level 0 in a day, without the fences of starts. */
  double segmentsPerDay() {
    return windowsPerDay * segments.count();
  }

  /** Bytes of these. */
  double segmentBytesPerDay() {
    return windowsPerDay * segments.bytes();
  }

  /** Bytes of what is made of them in each of levels 1 to 3, at most. */
  double mergedBytesPerDay() {
    return windowsPerDay * segments.mergedBytes();
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
