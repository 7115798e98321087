package dev.seseragi.engine.fence.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every order of steps of two or three writers, by the real classes. */
final class ScheduleTest {
  private static final WriterId FIRST = new WriterId(1L << 32 | 7);

  /** A replica with two segments, which everybody knows. */
  private static World world(int faults) throws IOException {
    World world = new World(faults);
    for (int slot = 1; slot <= 2; slot++) {
      Set<Integer> commits = Set.of(slot);
      TxidRange range = TxidRange.of(new Txid(slot));
      world.begin(
          "ltx/0/%1$016x-%1$016x.ltx".formatted(slot),
          Writers.segment(range, FIRST, commits).body(),
          Writers.content(FIRST, commits));
    }
    return world;
  }

  private interface Cast {
    void enter(World world) throws IOException, InterruptedException;
  }

  private static Explorer.Result explore(String what, int faults, Cast cast)
      throws InterruptedException {
    Explorer.Result result =
        new Explorer(
                () -> {
                  try {
                    World world = world(faults);
                    cast.enter(world);
                    return world;
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .explore();
    System.out.printf(
        "schedules, %s: %,d runs, %,d states%n", what, result.runs(), result.states());
    return result;
  }

  private static Actor writer(
      String name, World world, Set<Rule> missing, long seed, List<Integer> commits) {
    return new Actor(name, world, missing, Writers.writer(seed, world, commits, true));
  }

  /** Two writers, A old and B new, with all rules or without some. */
  private static Explorer.Result two(String what, int faults, Set<Rule> missing)
      throws InterruptedException {
    return explore(
        what,
        faults,
        world -> {
          world.add(writer("A", world, missing, 11, List.of(11)));
          world.add(writer("B", world, missing, 12, List.of(21)));
        });
  }

  private static void assertHolds(Explorer.Result result) {
    assertThat(result.violation()).isEmpty();
    assertThat(result.states()).isGreaterThan(1_000);
  }

  private static void assertBreaks(Explorer.Result result) {
    assertThat(result.violation()).isPresent();
    assertThat(result.violation().get()).containsAnyOf("are in no history", "before its tail");
  }

  @Test
  void twoWritersNeitherLoseNorForkAnything() throws Exception {
    assertHolds(two("two writers", 1, Set.of(Rule.LOOK)));
  }

  @Test
  void threeWritersNeitherLoseNorForkAnything() throws Exception {
    assertHolds(
        explore(
            "three writers",
            0,
            world -> {
              world.add(writer("A", world, Set.of(Rule.LOOK), 11, List.of(11)));
              world.add(writer("B", world, Set.of(Rule.LOOK), 12, List.of(21)));
              world.add(
                  new Actor(
                      "C",
                      world,
                      Set.of(Rule.LOOK),
                      Writers.writer(13, world, List.of(31), false)));
            }));
  }

  @Test
  void withoutTheListBehindTheFenceHistoryForks() throws Exception {
    assertBreaks(two("no list behind the fence", 0, Set.of(Rule.LOOK, Rule.LIST_AFTER_FENCE)));
  }

  @Test
  void withoutMarkedSlotsALateRequestWinsADeletedFence() throws Exception {
    assertBreaks(two("fences deleted", 1, Set.of(Rule.LOOK, Rule.MARKED_SLOTS_STAY)));
  }

  @Test
  void withoutFrozenBytesALateRequestWins() throws Exception {
    assertBreaks(two("bytes not frozen", 2, Set.of(Rule.LOOK, Rule.FROZEN_BYTES)));
  }

  @Test
  void withoutReadingBackAnothersSlotIsTakenForOnesOwn() throws Exception {
    assertBreaks(two("no reading back", 0, Set.of(Rule.LOOK, Rule.READ_BACK)));
  }

  @Test
  void withoutRandomIdsTwoWritersAreOne() throws Exception {
    assertBreaks(two("ids alike", 0, Set.of(Rule.LOOK, Rule.RANDOM_ID)));
  }

  @Test
  void withoutTheTailOverAllLevelsAMergedSlotIsFree() throws Exception {
    assertBreaks(two("tail of level 0", 0, Set.of(Rule.LOOK, Rule.TAIL_OVER_ALL_LEVELS)));
  }

  @Test
  void withoutAFenceAtEachStartADeletedSlotIsWonAgain() throws Exception {
    assertBreaks(
        explore(
            "no fence at a start",
            0,
            world -> {
              world.add(writer("B", world, Set.of(Rule.LOOK), 12, List.of(21, 22)));
              world.add(
                  new Actor(
                      "C",
                      world,
                      Set.of(Rule.LOOK),
                      Writers.withoutFence(13, new Txid(3), List.of(31))));
            }));
  }

  private static Explorer.Result withStranger(String what, Set<Rule> missing)
      throws InterruptedException {
    return explore(
        what,
        0,
        world -> {
          world.add(writer("A", world, missing, 11, List.of(11)));
          world.add(writer("B", world, missing, 12, List.of(21)));
          world.add(new Actor("S", world, missing, Writers.stranger()));
        });
  }

  @Test
  void whereOthersDeleteOnlyALookHelps() throws Exception {
    assertBreaks(withStranger("others delete, no look", Set.of(Rule.LOOK)));
    assertHolds(withStranger("others delete, always a look", Set.of()));
  }
}
