package dev.seseragi.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.Txid;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read for a point, and why there is nothing to read. Objects have sizes only. */
final class PlanTest {
  private static final int SIZE = 1_000;

  private final MovingStore store = new MovingStore();

  @Test
  void anEmptyPlaceHoldsNoBackup() {
    assertThatThrownBy(() -> plan(new RestorePoint.Latest()))
        .isInstanceOf(NoBackupException.class)
        .hasMessageContaining("memory:");
  }

  @Test
  void strangersAreNoBackup() {
    store.put("ltx/0/0000000000000001-0000000000000001.ltx.tmp", new byte[SIZE], Instant.EPOCH);
    store.put("ltx/0/000000000000000A-000000000000000A.ltx", new byte[SIZE], Instant.EPOCH);
    store.put("readme.txt", new byte[SIZE], Instant.EPOCH);

    for (RestorePoint point :
        List.of(new RestorePoint.Latest(), txid(1), new RestorePoint.AtTime(ModelReplica.EPOCH))) {
      assertThatThrownBy(() -> plan(point)).isInstanceOf(NoBackupException.class);
    }
  }

  @Test
  void aMarkerWithoutAnySegmentIsALostReplicaAndNotAnEmptyPlace() {
    marker(1);

    assertThatThrownBy(() -> plan(new RestorePoint.Latest()))
        .isInstanceOf(DamagedReplicaException.class)
        .hasMessageContaining("0000000000000001");
  }

  @Test
  void aMarkerBeyondTheNextSlotShowsThatTheEndIsLost() {
    segments(0, 1, 3);
    marker(4);
    assertThat(plan(new RestorePoint.Latest()).target()).isEqualTo(new Txid(3));

    marker(7);
    DamagedReplicaException problem = damage(new RestorePoint.Latest());
    assertThat(problem.earlierPoint()).contains(new Txid(3));
    assertThat(plan(txid(3)).target()).isEqualTo(new Txid(3));
  }

  @Test
  void aGapIsAnErrorForEveryPointBehindIt() {
    store.load(Fixtures.named("damage-missing-middle"));
    String missing = "ltx/0/0000000000000005-0000000000000005.ltx";

    for (RestorePoint point :
        List.of(
            new RestorePoint.Latest(),
            txid(7),
            new RestorePoint.AtTime(Instant.parse("2026-11-21T08:03:17.200Z")))) {
      DamagedReplicaException problem = damage(point);
      assertThat(problem.object()).contains(missing);
      assertThat(problem.earlierPoint()).contains(new Txid(4));
      assertThat(problem)
          .hasMessageContaining(missing)
          .hasMessageContaining("the next one begins at TXID 0000000000000006")
          .hasMessageContaining("-txid 0000000000000004");
    }
    assertThat(plan(txid(4)).target()).isEqualTo(new Txid(4));
    assertThat(plan(new RestorePoint.AtTime(Instant.parse("2026-11-21T08:03:17.071Z"))).target())
        .isEqualTo(new Txid(3));
  }

  @Test
  void aGapIsLookedAtTwice() {
    segments(0, 1, 2);
    segment(0, 4, 4);
    MovingStore moving =
        new MovingStore() {
          @Override
          void afterList() {
            put(ModelReplica.name(1, 1, 3), new byte[SIZE], ModelReplica.time(3));
          }
        };
    for (String name : store.names()) {
      moving.put(name, new byte[SIZE], ModelReplica.time(4));
    }

    assertThat(Restores.of(moving).plan(new RestorePoint.Latest()).target()).isEqualTo(new Txid(4));
    assertThat(moving.lists).hasValue(2);
  }

  @Test
  void aPlanTakesOneListingAndNoRead() {
    segments(0, 1, 9);
    segment(9, 1, 5);

    plan(new RestorePoint.Latest());
    plan(txid(7));
    plan(new RestorePoint.AtTime(ModelReplica.time(6)));

    assertThat(store.lists).hasValue(3);
    assertThat(store.reads).hasValue(0);
    assertThat(store.stats).hasValue(0);
  }

  @Test
  void aPointInsideACompactedSegmentIsNotAvailableAndTheNearestAreNamed() {
    segment(1, 1, 3);
    segment(1, 4, 8);

    assertThatThrownBy(() -> plan(txid(5)))
        .isInstanceOf(PointNotAvailableException.class)
        .hasMessageContaining("from TXID 0000000000000003")
        .hasMessageContaining("to 0000000000000008")
        .hasMessageContaining("nearest are 0000000000000003 (2026-11-21T00:00:03Z) and");
  }

  @Test
  void aTimeInsideACompactedSegmentGivesThePointBeforeIt() {
    segment(1, 1, 3);
    segment(1, 4, 8);
    segments(0, 7, 9);

    assertThat(plan(new RestorePoint.AtTime(ModelReplica.time(8))).target()).isEqualTo(new Txid(3));
    assertThat(plan(new RestorePoint.AtTime(ModelReplica.time(9))).target()).isEqualTo(new Txid(8));
  }

  @Test
  void aTimeOutsideTheHistoryIsNotAvailableAndTheRangeIsNamed() {
    segments(0, 1, 3);

    assertThatThrownBy(() -> plan(new RestorePoint.AtTime(ModelReplica.time(4))))
        .isInstanceOf(PointNotAvailableException.class)
        .hasMessageContaining("from 2026-11-21T00:00:01Z to 2026-11-21T00:00:03Z");
    assertThatThrownBy(() -> plan(new RestorePoint.AtTime(ModelReplica.time(1))))
        .isInstanceOf(PointNotAvailableException.class)
        .hasMessageContaining("0000000000000001 (2026-11-21T00:00:01Z)");
  }

  @Test
  void anEmptyObjectBesideACompactedOneIsNotNeeded() {
    segments(0, 1, 4);
    store.put(ModelReplica.name(0, 2, 2), new byte[0], ModelReplica.time(2));
    assertThat(damage(new RestorePoint.Latest()).object()).contains(ModelReplica.name(0, 2, 2));

    segment(1, 1, 3);
    assertThat(plan(new RestorePoint.Latest()).segments())
        .extracting(SegmentInfo::level)
        .containsExactly(1, 0);
  }

  @Test
  void aCompactedSegmentIsPreferredToTheSlotsBelowIt() {
    segments(0, 1, 6);
    store.put(ModelReplica.name(1, 1, 6), new byte[2_000_000], ModelReplica.time(6));

    assertThat(plan(new RestorePoint.Latest()).segments())
        .extracting(SegmentInfo::level)
        .containsExactly(1);
  }

  @Test
  void theBaseThatHistoryBeginsWithIsTrustedAlsoWhenASnapshotCoversIt() {
    segment(0, 1, 1);
    segment(1, 2, 5);
    segment(1, 6, 9);
    segment(0, 9, 9);
    segment(9, 1, 9);

    assertThat(plan(txid(5)).segments()).extracting(SegmentInfo::level).containsExactly(0, 1);
  }

  @Test
  void aSlotThatStandsAloneBelowACompactedSegmentIsNotTrusted() {
    segment(1, 1, 4);
    segment(1, 5, 8);
    segment(0, 5, 5);
    segments(0, 8, 9);

    assertThatThrownBy(() -> plan(txid(5))).isInstanceOf(PointNotAvailableException.class);
    assertThat(plan(txid(8)).segments()).extracting(SegmentInfo::level).containsExactly(1, 1);
  }

  @Test
  void segmentsHaveNoPointsInWhatLitestream3Wrote() {
    store.load(Fixtures.named("v3-page-4096"));

    assertThatThrownBy(() -> plan(txid(1)))
        .isInstanceOf(PointNotAvailableException.class)
        .hasMessageContaining("Litestream 0.3");
  }

  @Test
  void exactTimesAreAskedForOnlyAroundTheDecision() {
    MovingStore received = new MovingStore(true, false, Duration.ofSeconds(30));
    int count = 1_000;
    for (int txid = 1; txid <= count; txid++) {
      received.put(ModelReplica.name(0, txid, txid), new byte[SIZE], ModelReplica.time(txid));
    }

    RestorePlan plan = Restores.of(received).plan(new RestorePoint.AtTime(ModelReplica.time(700)));

    assertThat(plan.target()).isEqualTo(new Txid(699));
    assertThat(received.stats).hasValueLessThanOrEqualTo(10);
    assertThat(received.lists).hasValue(1);
  }

  @Test
  void manySegmentsArePlannedAtOnce() {
    int count = 20_000;
    for (int txid = 1; txid <= count; txid++) {
      store.put(ModelReplica.name(0, txid, txid), new byte[131], ModelReplica.time(txid));
    }
    assertThat(plan(new RestorePoint.Latest()).segments()).hasSize(count);
  }

  private RestorePlan plan(RestorePoint point) {
    return Restores.of(store).plan(point);
  }

  private DamagedReplicaException damage(RestorePoint point) {
    return catchThrowableOfType(DamagedReplicaException.class, () -> plan(point));
  }

  private static RestorePoint txid(long txid) {
    return new RestorePoint.AtTxid(new Txid(txid));
  }

  private void marker(int slot) {
    store.put(
        "seseragi/writers/%016x-0000000100000002.json".formatted(slot),
        new byte[SIZE],
        Instant.EPOCH);
  }

  private void segments(int level, int from, int to) {
    for (int txid = from; txid <= to; txid++) {
      segment(level, txid, txid);
    }
  }

  private void segment(int level, int min, int max) {
    store.put(ModelReplica.name(level, min, max), new byte[SIZE], ModelReplica.time(max));
  }
}
