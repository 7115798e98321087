package dev.seseragi.engine.fence.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.schedule.Violation.Kind;
import dev.seseragi.engine.fence.schedule.Writer.Habit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each rule of docs/fencing.md is for: without it there is a schedule that breaks a promise.
 * The shortest is found; with {@code -Dseseragi.schedules=deep} it is told, too.
 */
final class MissingRuleTest {
  private static final Bounds NO_FAULT = Bounds.of(0, 0);

  private static void assertBreaks(Kind kind, Scenario scenario) {
    Explorer.Result result = scenario.explore(Set.of(kind));
    assertThat(result.violation()).isPresent();
    if (System.getProperty("seseragi.schedules") != null) {
      System.out.println(result.violation().get().story().indent(4));
    }
    assertThat(result.violation().get().violation().kind()).isEqualTo(kind);
  }

  private static Scenario twoWriters(Bounds bounds, Rule... missing) {
    return new Scenario("without " + List.of(missing), bounds, missing)
        .holder("A", List.of(3))
        .writer("B", List.of(5), Habit.TIDY);
  }

  @Test
  void withoutTheListBehindTheFenceAcknowledgedCommitsAreBesideTheHistory() {
    assertBreaks(
        Kind.LOST,
        new Scenario(
                "without the list behind the fence",
                NO_FAULT,
                Rule.LIST_AFTER_FENCE,
                Rule.LIST_BEFORE_FENCE)
            .holder("A", List.of(3, 4, 8), Habit.TIDY)
            .oldDisk("B", List.of(5)));
  }

  @Test
  void withoutMarkedSlotsALateRequestWinsADeletedFence() {
    assertBreaks(Kind.LOST, twoWriters(NO_FAULT, Rule.MARKED_SLOTS_STAY));
  }

  @Test
  void withoutMarkersALateRequestWinsADeletedFence() {
    assertBreaks(Kind.LOST, twoWriters(NO_FAULT, Rule.MARKER_BEFORE_FENCE));
  }

  @Test
  void withoutTheListBeforeTheFenceAFenceStrays() {
    assertBreaks(
        Kind.OVERWRITTEN,
        new Scenario("without the list before", NO_FAULT, Rule.LIST_BEFORE_FENCE)
            .writer("A", List.of(3))
            .writer("B", List.of(5, 6), Habit.TIDY));
  }

  @Test
  void withoutFrozenBytesALateRequestWins() {
    assertBreaks(Kind.LOST, twoWriters(Bounds.of(1, 0), Rule.FROZEN_BYTES));
  }

  @Test
  void withoutComparingContentAnEarlierBatchIsTakenForALargerOne() {
    assertBreaks(
        Kind.LOST,
        new Scenario(
                "without content compared",
                Bounds.of(2, 0),
                Rule.FROZEN_BYTES,
                Rule.COMPARE_CONTENT)
            .holder("A", List.of(3)));
  }

  @Test
  void withoutReadingBackAnothersSlotIsTakenForOnesOwn() {
    assertBreaks(Kind.LOST, twoWriters(NO_FAULT, Rule.READ_BACK));
  }

  @Test
  void withoutRandomIdsTwoWritersAreOne() {
    assertBreaks(
        Kind.LOST,
        new Scenario("without random ids", NO_FAULT, Rule.RANDOM_ID)
            .writer("A", List.of(3, 4), Habit.TIDY)
            .writer("B", List.of(5)));
  }

  @Test
  void withoutTheTailOverAllLevelsAMergedSlotIsFree() {
    assertBreaks(
        Kind.BEHIND_FENCE,
        new Scenario(
                "without all levels", NO_FAULT, Rule.TAIL_OVER_ALL_LEVELS, Rule.NEWEST_SLOT_STAYS)
            .holder("A", List.of(3, 4), Habit.TIDY_EARLY)
            .writer("B", List.of(5)));
  }

  @Test
  void withoutAFenceAtEachStartADeletedSlotIsWonAgain() {
    assertBreaks(
        Kind.LOST,
        new Scenario("without a fence at a start", NO_FAULT, Rule.FENCE_AT_START)
            .oldDisk("A", List.of(3))
            .oldDisk("C", List.of(7))
            .writer("B", List.of(5), Habit.TIDY));
  }

  @Test
  void withoutDescentOldCommitsAreShippedOverNewerOnes() {
    assertBreaks(
        Kind.LOST,
        new Scenario("without descent", Bounds.of(0, 1), Rule.DESCENT)
            .holder("A", List.of(3))
            .writer("B", List.of(5)));
  }

  @Test
  void withUnconfirmedCommitsASnapshotShowsWhatNeverWas() {
    assertBreaks(
        Kind.FORK,
        new Scenario("without confirmation", NO_FAULT, Rule.CONFIRMED_ONLY)
            .holder("A", List.of(3, 4), Habit.TIDY_EARLY, Habit.SNAPSHOT));
  }

  @Test
  void withoutAGateSomebodyReadsWhatIsSetAside() {
    assertBreaks(Kind.SHOWN_AND_GONE, twoWriters(NO_FAULT, Rule.GATE));
  }

  @Test
  void withoutReachingTheNewestARestoreIsShort() {
    assertBreaks(
        Kind.SHORT_RESTORE,
        new Scenario(
                "without reaching the newest", NO_FAULT, Rule.LIST_UPWARDS, Rule.REACH_THE_NEWEST)
            .holder("A", List.of(3, 4), Habit.TIDY)
            .reader("R"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Rule.class,
      names = {"LOOK", "LOOK_BY_ARRIVAL", "LOOK_FROM_SENDING", "LOOK_HALF", "LOOK_BOTH_CLOCKS"})
  void whereOthersDeleteNothingOfALookCanBeLeftOut(Rule missing) {
    assertBreaks(
        Kind.LOST,
        new Scenario("without " + missing, Bounds.ofTime(2), missing)
            .veteran("A", 3)
            .newcomer("B", 5)
            .stranger("S"));
  }
}
