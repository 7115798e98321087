package dev.seseragi.bench.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class MonthTest {
  private static final Offset<Double> EXACT = within(1e-6);
  private static final Counts.Sizes SIZES = new Counts.Sizes(3, 2_000, 1, 5_000, 0.2, 0.5);

  /** As they are: two listings at a start, one PUT a segment, a listing and a deletion a pass. */
  private static Counts counts() {
    Map<Operation, Counted> counted = new EnumMap<>(Operation.class);
    put(counted, Operation.START_AGAIN, new Requests(2, 1, 0, 2, 0));
    put(counted, Operation.STOP, Requests.NONE);
    put(counted, Operation.COMMIT, Requests.puts(1));
    put(counted, Operation.RETENTION, new Requests(0, 0, 0, 1, 1));
    put(counted, Operation.DAILY_RETENTION, new Requests(0, 0, 0, 2, 1));
    return new Counts(counted, SIZES);
  }

  private static void put(Map<Operation, Counted> counted, Operation operation, Requests requests) {
    counted.put(operation, new Counted(requests, 0, 0));
  }

  private static Workload.Segments segments(double count) {
    return new Workload.Segments(count, 5_000 * count, 1_000 * count);
  }

  @Test
  void anIdleDatabaseCostsItsStartsAndOneCopy() {
    Month month = Month.of(Workload.idle(), counts());

    // A start, and the merges and the deletion of its fence.
    assertThat(month.requests()).isEqualTo(new Requests(5, 4, 0, 3, 1).times(30));
    assertThat(month.storedBytes()).isEqualTo(50e6, EXACT);
    assertThat(month.growth()).isEqualTo(new Month.Growth(0, 0));
  }

  @Test
  void aBusyDayIsMergedByTicksAndEachSegmentIsReadOnce() {
    Workload busy = new Workload("busy", "", 8e6, 0, 1, Duration.ofHours(8), segments(8 * 3600));

    Requests day = Month.day(busy, counts());

    double merges = 960 + 96 + 8;
    assertThat(day.put()).isEqualTo(28_800 + merges + 1, EXACT);
    assertThat(day.get()).isEqualTo(28_800 + 960 + 96, EXACT);
    // Once a minute, one for the last slot of the day before, and the daily listings; level 1 alone
    // has more than 1,000 objects.
    assertThat(day.list()).isEqualTo(480 + 1 + 2 + 2, EXACT);
    assertThat(day.delete()).isEqualTo(480 + 1 + 1, EXACT);
  }

  @Test
  void burstsAreMergedOneByOneUntilALevelIsSlowerThanTheyCome() {
    Workload small = new Workload("small", "", 8e6, 0, 50, Duration.ofSeconds(2), segments(3));

    Requests day = Month.day(small, counts());

    assertThat(day.put()).isEqualTo(150 + 50 + 50 + 24 + 1, EXACT);
    assertThat(day.get()).isEqualTo(150 + 50 + 50, EXACT);
    assertThat(day.list()).isEqualTo(2 * 50 + 2, EXACT);
  }

  @Test
  void twoSnapshotsAndTheLevelsAboveZeroAreStored() {
    Month month = Month.of(Workload.busy(SIZES), counts());

    double merged = 3 * 0.2 * 28_800 * 5_000;
    assertThat(month.storedBytes()).isEqualTo(2 * 0.5e9 + 1.5 * merged, EXACT);
    assertThat(month.growth().snapshotBytes()).isEqualTo(30 * 0.5e9, EXACT);
    assertThat(month.growth().segmentBytes()).isEqualTo(30 * (28_800 * 5_000 + merged), EXACT);
  }

  @Test
  void whereEachCommitIsWaitedForEachHasItsSegment() {
    Workload durable = Workload.busyDurable(counts());

    assertThat(durable.segmentsPerDay()).isEqualTo(288_000, EXACT);
    assertThat(Month.of(durable, counts()).storedBytes())
        .isEqualTo(Month.of(Workload.busy(SIZES), counts()).storedBytes(), EXACT);
  }

  @Test
  void aLargeSnapshotIsUploadedInParts() {
    assertThat(Month.snapshotPuts(5 << 20)).isEqualTo(1, EXACT);
    assertThat(Month.snapshotPuts((5 << 20) + 1)).isEqualTo(4, EXACT);
    assertThat(Month.snapshotPuts(50e6)).isEqualTo(12, EXACT);
  }
}
