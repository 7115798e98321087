package dev.seseragi.bench.report;

/**
 * What a figure should be.
 *
 * @param isUpperLimit whether the figure may be at most, or has to be at least, the limit
 * @param limit in the figure's unit
 */
public record Goal(boolean isUpperLimit, double limit) {
  /** No more than {@code limit}. */
  public static Goal atMost(double limit) {
    return new Goal(true, limit);
  }

  /** No less than {@code limit}. */
  public static Goal atLeast(double limit) {
    return new Goal(false, limit);
  }

  /** Whether a value is good enough. */
  public boolean isMetBy(double value) {
    return isUpperLimit ? value <= limit : value >= limit;
  }

  /** Such as {@code ≤ 80 MB}. */
  String show(Unit unit) {
    return (isUpperLimit ? "≤ " : "≥ ") + unit.show(limit);
  }
}
