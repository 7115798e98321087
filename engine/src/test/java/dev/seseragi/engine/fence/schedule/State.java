package dev.seseragi.engine.fence.schedule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything on which the future depends, as numbers that a {@link World} knows; and how it was
 * reached first.
 */
final class State {
  private static final int SHELF = 0;
  private static final int PROMISES = 1;
  private static final int LATE = 2;
  private static final int BOUNDS = 3;
  private static final int SPOTS = 4;

  private final int[] parts;
  private final @Nullable State before;
  private final int step;

  private State(int[] parts, @Nullable State before, int step) {
    this.parts = parts;
    this.before = before;
    this.step = step;
  }

  /** The first one. */
  static State first(int shelf, int promises, int late, int bounds, int[] spots) {
    int[] parts = new int[SPOTS + spots.length];
    parts[SHELF] = shelf;
    parts[PROMISES] = promises;
    parts[LATE] = late;
    parts[BOUNDS] = bounds;
    System.arraycopy(spots, 0, parts, SPOTS, spots.length);
    return new State(parts, null, 0);
  }

  int shelf() {
    return parts[SHELF];
  }

  int promises() {
    return parts[PROMISES];
  }

  int late() {
    return parts[LATE];
  }

  int bounds() {
    return parts[BOUNDS];
  }

  int spot(int actor) {
    return parts[SPOTS + actor];
  }

  /** Which it was reached from; null for the first. */
  @Nullable State before() {
    return before;
  }

  /** By which of the steps that were possible there. */
  int step() {
    return step;
  }

  /** A state to change before anybody else sees it. */
  Draft follow(int takenStep) {
    return new Draft(parts.clone(), this, takenStep);
  }

  /** A state in the making. */
  static final class Draft {
    private final int[] parts;
    private final State before;
    private final int step;

    private Draft(int[] parts, State before, int step) {
      this.parts = parts;
      this.before = before;
      this.step = step;
    }

    Draft shelf(int shelf) {
      parts[SHELF] = shelf;
      return this;
    }

    Draft promises(int promises) {
      parts[PROMISES] = promises;
      return this;
    }

    Draft late(int late) {
      parts[LATE] = late;
      return this;
    }

    Draft bounds(int bounds) {
      parts[BOUNDS] = bounds;
      return this;
    }

    Draft spot(int actor, int spot) {
      parts[SPOTS + actor] = spot;
      return this;
    }

    State done() {
      return new State(parts, before, step);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof State state && Arrays.equals(parts, state.parts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parts);
  }
}
