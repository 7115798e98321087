package dev.seseragi.engine.fence.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.schedule.Violation.Kind;
import dev.seseragi.engine.fence.schedule.Writer.Habit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every order of steps of two or three writers, by the real classes. In each state: no acknowledged
 * commit is lost, every position that can be restored has one content and keeps it, no slot is
 * filled twice with different bytes, and no commit begun behind a later writer's fence is
 * acknowledged.
 *
 * <p>The bounds of each scenario are its cast (who commits what), and how many faults (answers
 * lost, requests late, twice, repeated by the client) and restarts there are in one schedule.
 * Besides, nobody waits in one stage more often than there are faults, and once where there are
 * none: who would is as good as crashed. A crash without a restart, and a pause, are in every
 * schedule: the others go on without it. With {@code -Dseseragi.schedules=deep} the bounds are
 * wider.
 */
final class ScheduleTest {
  private static final boolean IS_DEEP = "deep".equals(System.getProperty("seseragi.schedules"));
  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

  private static Bounds bounds(Bounds normal, Bounds deep) {
    return IS_DEEP ? deep : normal;
  }

  private static void assertHolds(Scenario scenario) {
    assertHolds(scenario, ALL);
  }

  private static void assertHolds(Scenario scenario, Set<Kind> forbidden) {
    Explorer.Result result = scenario.explore(forbidden);
    assertThat(result.violation().map(Explorer.Found::story)).isEmpty();
    assertThat(result.states()).isGreaterThan(100);
  }

  @Test
  void theWriterAndItsSuccessorNeitherLoseNorForkAnything() {
    assertHolds(
        new Scenario("a writer and its successor", bounds(Bounds.of(2, 0), Bounds.of(3, 0)))
            .holder("A", List.of(3), Habit.TIDY)
            .writer("B", List.of(5), Habit.TIDY));
  }

  @Test
  void twoStartsDoNotFork() {
    assertHolds(
        new Scenario("two starts", bounds(Bounds.of(1, 0), Bounds.of(2, 0)))
            .writer("A", List.of(3))
            .writer("B", List.of(5)));
  }

  @Test
  void aWriterThatCrashesAnywhereComesBackWithItsLedger() {
    assertHolds(
        new Scenario("a crash", bounds(Bounds.of(1, 1), Bounds.of(1, 2)))
            .holder("A", List.of(3))
            .mortal("B", List.of(5)));
  }

  @Test
  void threeWritersNeitherLoseNorForkAnything() {
    assertHolds(
        new Scenario("three writers", bounds(Bounds.of(0, 0), Bounds.of(1, 0)))
            .holder("A", List.of(3))
            .writer("B", List.of(5))
            .writer("C", List.of(7)));
  }

  @Test
  void housekeepingByOthersDoesNoHarm() {
    assertHolds(
        new Scenario("a janitor", bounds(Bounds.of(1, 0), Bounds.of(2, 0)))
            .holder("A", List.of(3))
            .writer("B", List.of(5))
            .janitor("J"));
  }

  @Test
  void snapshotsTellNoOtherHistory() {
    assertHolds(
        new Scenario("snapshots", bounds(Bounds.of(0, 0), Bounds.of(0, 1)))
            .holder("A", List.of(3, 4), Habit.TIDY_EARLY, Habit.SNAPSHOT)
            .writer("B", List.of(5)));
  }

  @Test
  void aListingNeedNotShowOneMoment() {
    assertHolds(
        new Scenario("listings in pages", bounds(Bounds.of(0, 1), Bounds.of(1, 1)))
            .holder("A", List.of(3))
            .writerByPages("B", List.of(5)));
  }

  @Test
  void aReleaseHandsOver() {
    assertHolds(
        new Scenario("a hand-over", bounds(Bounds.of(1, 1), Bounds.of(2, 1)))
            .holder("A", List.of(3), Habit.POLITE)
            .writer("B", List.of(5), Habit.POLITE));
  }

  @Test
  void anOldDiskIsRefusedOrUpToDate() {
    assertHolds(
        new Scenario("a copy of a disk", bounds(Bounds.of(2, 0), Bounds.of(1, 1)))
            .holder("A", List.of(3), Habit.TIDY)
            .oldDisk("C", List.of(7), Habit.TIDY));
  }

  @Test
  void aRestoreReachesWhatWasAcknowledged() {
    assertHolds(
        new Scenario("a reader", bounds(Bounds.of(1, 0), Bounds.of(2, 0)))
            .holder("A", List.of(3, 4), Habit.TIDY)
            .reader("R"));
  }

  @Test
  void whereOthersDeleteALookAtEachCommitHelps() {
    assertHolds(
        new Scenario("others delete, always a look", bounds(Bounds.of(1, 0), Bounds.of(2, 0)))
            .holder("A", List.of(3), Habit.LOOKS_ALWAYS)
            .writer("B", List.of(5), Habit.LOOKS_ALWAYS)
            .stranger("S"),
        EnumSet.of(Kind.LOST, Kind.TORN));
  }

  @Test
  void whereOthersDeleteALookInTimeHelps() {
    assertHolds(
        new Scenario("others delete, looks in time", Bounds.ofTime(IS_DEEP ? 3 : 2))
            .veteran("A", 3)
            .newcomer("B", 5)
            .stranger("S"),
        EnumSet.of(Kind.LOST, Kind.TORN));
  }
}
