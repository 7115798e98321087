package dev.seseragi.engine.fence;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a start does when the writer before it has not said that it ended. A courtesy only: whatever
 * is chosen, no acknowledged commit is lost and no history forks.
 *
 * @param stillness for {@link Kind#WAIT}: how long the end of the replica has to stand still before
 *     its writer counts as dead; more than 0
 */
public record TakeOverPolicy(Kind kind, Duration stillness) {
  /** Takes over at once. */
  public static final TakeOverPolicy STEAL = new TakeOverPolicy(Kind.STEAL, Duration.ofSeconds(15));

  /** What is done. */
  public enum Kind {
    /** Take over at once; the writer before is fenced. */
    STEAL,
    /** Wait until it has released the replica, or writes nothing any more. */
    WAIT,
    /** Give up with a {@link HeldException}. */
    FAIL;

    /** The kind with this name in lower case; empty if there is none. */
    public static Optional<Kind> named(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst();
    }
  }

  /** Checks the range. */
  public TakeOverPolicy {
    if (stillness.isZero() || stillness.isNegative()) {
      throw new IllegalArgumentException("a stillness is more than 0, found " + stillness);
    }
  }
}
