package dev.seseragi.bench.costs;

import dev.seseragi.bench.load.RemoteStores;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.RequestTally;
import dev.seseragi.engine.compact.CompactionSettings;
import dev.seseragi.engine.compact.Housekeeper;
import dev.seseragi.engine.compact.HousekeepingListener;
import dev.seseragi.engine.compact.Surroundings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.PutOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The housekeeping of a replica on a real S3 server over days that pass in seconds: the engine's
 * own housekeeper with the default settings, and a clock that is moved to whatever comes next.
 * Segments are put as a shipper puts them. Used by one thread.
 */
final class MovedClockLife implements AutoCloseable {
  /** Far more than the housekeeper ever has to do at one moment. */
  private static final int MAX_RUNS_AT_ONCE = 1_000;

  private final LocalS3 s3;
  private final KnownTimesStore store;
  private final Replica replica;
  private final SampleSegments segments = new SampleSegments();
  private final Housekeeper housekeeper;
  private final List<RequestTally> steps = new ArrayList<>();
  private Instant now;
  private @Nullable Instant due;
  private Txid position = Txid.NONE;

  /** A replica that begins with a whole copy, at {@code start}. */
  MovedClockLife(LocalS3 s3, String prefix, Path folder, Instant start) {
    this.s3 = s3;
    this.store = new KnownTimesStore(RemoteStores.open(s3.url(prefix), s3.environment()));
    this.replica = new Replica(store);
    this.now = start;
    this.due = start;
    position = position.next();
    put(segments.whole(position, now), 0, TxidRange.of(position));
    this.housekeeper =
        new Housekeeper(
            replica,
            replica.list(),
            CompactionSettings.DEFAULTS,
            new Surroundings(this::snapshot, new Alarms(), folder, () -> now));
  }

  /**
   * Lets a day pass in which commits come as a workload says, from the beginning of each window.
   */
  void day(Workload workload) throws IOException, InterruptedException {
    Instant begin = now;
    Instant end = begin.plus(Workload.DAY);
    int windows = (int) workload.windowsPerDay();
    int count = (int) Math.round(workload.segments().count());
    for (int window = 0; window < windows; window++) {
      Instant from = begin.plus(Workload.DAY.multipliedBy(window).dividedBy(windows));
      for (int i = 0; i < count; i++) {
        Duration offset = workload.window().multipliedBy(2L * i + 1).dividedBy(2L * count);
        passUntil(from.plus(offset));
        ship();
      }
    }
    passUntil(end);
  }

  /** What each run of the housekeeper requested since the last call, if it requested anything. */
  List<RequestTally> takeSteps() {
    List<RequestTally> taken = List.copyOf(steps);
    steps.clear();
    return taken;
  }

  private void passUntil(Instant until) throws IOException, InterruptedException {
    Instant last = now;
    int runs = 0;
    while (due != null && !due.isAfter(until)) {
      runs = due.isAfter(last) ? 0 : runs + 1;
      if (runs > MAX_RUNS_AT_ONCE) {
        throw new IllegalStateException("housekeeping comes to no end at " + now);
      }
      now = due.isAfter(now) ? due : now;
      last = now;
      run();
    }
    now = until;
  }

  private void run() throws IOException, InterruptedException {
    RequestTally before = s3.tally();
    Optional<Duration> wait = housekeeper.runDue();
    due = wait.map(duration -> now.plus(duration).plusMillis(1)).orElse(null);
    RequestTally step = s3.tally().since(before);
    if (step.requests() > 0) {
      steps.add(step);
    }
  }

  private void ship() throws IOException, InterruptedException {
    position = position.next();
    housekeeper.shipped(put(segments.changed(position, now), 0, TxidRange.of(position)));
    run();
  }

  private Optional<SegmentInfo> snapshot() {
    TxidRange range = TxidRange.upTo(position);
    return Optional.of(put(segments.snapshot(range, now), SegmentInfo.SNAPSHOT_LEVEL, range));
  }

  private SegmentInfo put(SampleSegments.Sample sample, int level, TxidRange range) {
    PutOutcome outcome = replica.create(level, range, sample.body(), sample.created());
    if (!(outcome instanceof PutOutcome.Created)) {
      throw new IllegalStateException("a segment of our own gave " + outcome);
    }
    return new SegmentInfo(level, range, sample.body().sizeBytes(), sample.created());
  }

  @Override
  public void close() {
    store.close();
  }

  /** Nothing may go wrong here: what was counted would be something else. */
  private static final class Alarms implements HousekeepingListener {
    @Override
    public void failing(Step step, String message) {
      throw new IllegalStateException(message);
    }

    @Override
    public void recovered(Step step) {
      throw new IllegalStateException(step + " had failed");
    }

    @Override
    public void damaged(String message) {
      throw new IllegalStateException(message);
    }

    @Override
    public void deletingForbidden(String message) {
      throw new IllegalStateException(message);
    }
  }
}
