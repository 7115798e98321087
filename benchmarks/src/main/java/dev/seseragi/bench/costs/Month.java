package dev.seseragi.bench.costs;

import java.time.Duration;
import java.util.List;

/**
 * What a database needs of its store in 30 days, once it is in a steady state. Computed from what
 * was counted, with the default settings.
 *
 * @param requests of all kinds
 * @param storedBytes on average
 * @param growth by how much a replica grows from which nothing is deleted
 */
record Month(Requests requests, double storedBytes, Growth growth) {
  static final int DAYS = 30;

  /** The intervals of levels 1 to 3 (docs/configuration.md). */
  private static final List<Duration> LEVELS =
      List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1));

  /** How often retention looks through level 0 while something waits there. */
  private static final Duration RETENTION = Duration.ofMinutes(1);

  /** A segment of level 0 goes when it is 5 minutes old, and 5 more for restores under way. */
  private static final Duration LEVEL_0_KEPT = Duration.ofMinutes(10);

  /** The newest, and the one before, until the newest is older than the retention of a day. */
  private static final double SNAPSHOTS_KEPT = 2;

  /** Levels 1 to 3 reach back to the older of the two, which is one to two days old. */
  private static final double DAYS_KEPT = 1.5;

  private static final double LISTED_AT_ONCE = 1_000;
  private static final double PART_BYTES = 5 << 20;

  static Month of(Workload workload, Counts counts) {
    return new Month(
        day(workload, counts).times(DAYS),
        storedBytes(workload, counts.sizes()),
        growth(workload, counts.sizes()));
  }

  /**
   * Bytes that a month leaves behind for good where nothing is deleted.
   *
   * @param snapshotBytes what the engine's own message tells (compact.Growth)
   * @param segmentBytes of levels 0 to 3
   */
  record Growth(double snapshotBytes, double segmentBytes) {
    double bytes() {
      return snapshotBytes + segmentBytes;
    }
  }

  /** The requests of one day. */
  static Requests day(Workload workload, Counts counts) {
    Requests starts =
        startAndItsFence(workload, counts)
            .plus(counts.of(Operation.STOP).requests())
            .times(workload.startsPerDay());
    return workload.isActive()
        ? starts.plus(commits(workload, counts)).plus(daily(workload, counts))
        : starts;
  }

  /** A fence is a segment: it is merged upwards and deleted like others. */
  private static Requests startAndItsFence(Workload workload, Counts counts) {
    double morePages = pages(workload) - 1;
    Requests again = counts.of(Operation.START_AGAIN).requests();
    Requests withAllPages = again.plus(Requests.lists(again.list() * morePages));
    return withAllPages
        .plus(Requests.puts(LEVELS.size()))
        .plus(Requests.gets(LEVELS.size()))
        .plus(counts.of(Operation.RETENTION).requests());
  }

  /** Each segment is put once and read once for each level above it but the last. */
  private static Requests commits(Workload workload, Counts counts) {
    double segments = workload.segmentsPerDay();
    Requests sum = counts.of(Operation.COMMIT).requests().times(segments);
    double inputs = segments;
    for (Duration level : LEVELS) {
      double merges = workload.activePeriods(level);
      sum = sum.plus(Requests.gets(inputs)).plus(Requests.puts(merges));
      inputs = merges;
    }
    return sum.plus(counts.of(Operation.RETENTION).requests().times(retentionPasses(workload)));
  }

  /**
   * Each minute in which level 1 grows is followed by a pass, ten minutes later. The newest slot
   * stays then; it goes with a pass of its own once the next window has a newer one.
   */
  private static double retentionPasses(Workload workload) {
    double minutes =
        Math.min(workload.activePeriods(LEVELS.getFirst()), workload.activePeriods(RETENTION));
    return minutes + workload.windowsPerDay();
  }

  private static Requests daily(Workload workload, Counts counts) {
    Requests pass = counts.of(Operation.DAILY_RETENTION).requests();
    double snapshotBytes = workload.databaseBytes() * counts.sizes().snapshotShare();
    return pass.plus(Requests.lists(pages(workload) - 1))
        .plus(Requests.puts(snapshotPuts(snapshotBytes)));
  }

  /** One PUT, or one for each part and two around them. */
  static double snapshotPuts(double bytes) {
    return bytes <= PART_BYTES ? 1 : 2 + Math.ceil(bytes / PART_BYTES);
  }

  /** How many pages a listing of the whole replica has. */
  private static double pages(Workload workload) {
    double objects = levelZeroObjects(workload);
    for (Duration level : LEVELS) {
      objects += 2 * workload.activePeriods(level);
    }
    return Math.max(1, Math.ceil(objects / LISTED_AT_ONCE));
  }

  private static double levelZeroObjects(Workload workload) {
    double windows = (double) workload.window().toMillis() / LEVEL_0_KEPT.toMillis();
    return workload.segments().count() / Math.max(1, windows);
  }

  private static double storedBytes(Workload workload, Counts.Sizes sizes) {
    double snapshot = workload.databaseBytes() * sizes.snapshotShare();
    return workload.isActive()
        ? SNAPSHOTS_KEPT * snapshot + DAYS_KEPT * LEVELS.size() * workload.mergedBytesPerDay()
        // An idle database gets no snapshot: the whole copy that history begins with stays.
        : snapshot;
  }

  private static Growth growth(Workload workload, Counts.Sizes sizes) {
    double snapshot = workload.isActive() ? workload.databaseBytes() * sizes.snapshotShare() : 0;
    double segments = workload.segmentBytesPerDay() + LEVELS.size() * workload.mergedBytesPerDay();
    return new Growth(DAYS * snapshot, DAYS * segments);
  }
}
