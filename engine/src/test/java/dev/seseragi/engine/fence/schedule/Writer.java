package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.TakeOverPolicy;
import dev.seseragi.engine.fence.WriterId;
import java.util.List;
import java.util.Set;

/**
 * How a writer is.
 *
 * @param seed for its random numbers
 * @param missing the rules that do not hold for it
 * @param commits what it commits, one after the other
 * @param habits what else it does
 */
record Writer(long seed, Set<Rule> missing, List<Integer> commits, Set<Habit> habits) {
  /** Ids of the first epoch, for writers that do not fence. */
  private static final long LONG_AGO = (1L << 32) + 1_000;

  /** What a writer may do besides. */
  enum Habit {
    /** Merges and deletes, behind its last commit. */
    TIDY,
    /** Merges and deletes, behind its first commit. */
    TIDY_EARLY,
    /** Writes a snapshot, with its other housekeeping. */
    SNAPSHOT,
    /** Waits for others, and says when it has ended. */
    POLITE,
    /** Looks at the end of the replica before each commit counts. */
    LOOKS_ALWAYS,
    /** Its clocks go with the time of the world. */
    LIVES_IN_TIME
  }

  boolean lacks(Rule rule) {
    return missing.contains(rule);
  }

  boolean does(Habit habit) {
    return habits.contains(habit);
  }

  boolean isTidy() {
    return does(Habit.TIDY) || does(Habit.TIDY_EARLY);
  }

  TakeOverPolicy policy() {
    return does(Habit.POLITE)
        ? new TakeOverPolicy(TakeOverPolicy.Kind.WAIT, TakeOverPolicy.STEAL.stillness())
        : TakeOverPolicy.STEAL;
  }

  /** Its first start, with nothing of its own. */
  Stage start() {
    return new Claiming(this, Disk.EMPTY);
  }

  /** A start with what it had. */
  Stage restart(Disk disk) {
    return lacks(Rule.FENCE_AT_START) && disk.ledger().isPresent()
        ? new Writing(
            this, disk, Hold.of(new WriterId(LONG_AGO + seed + disk.starts()), Hold.Found.NOTHING))
        : new Claiming(this, disk.started());
  }

  /** What is to be sent next: what was committed before the start, or the next commit. */
  List<Integer> next(Disk disk) {
    if (!disk.unshipped().isEmpty()) {
      return disk.unshipped();
    }
    return commits.stream()
        .filter(commit -> !disk.content().log().contains(commit))
        .limit(1)
        .toList();
  }
}
