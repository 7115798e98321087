package dev.seseragi.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * What the same measurement gave each time. Immutable.
 *
 * @param values at least one, in the order in which they were measured
 */
public record Samples(List<Double> values) {
  /** Copies. */
  public Samples {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a measurement has at least one sample");
    }
  }

  /** One sample. */
  public static Samples of(double value) {
    return new Samples(List.of(value));
  }

  /** The middle one; between two, their mean. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The smallest. */
  public double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The largest. */
  public double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /**
   * This in terms of another, round by round: the first sample over the other's first, and so on.
   * So what disturbs a whole round disturbs both.
   */
  public Samples over(Samples other) {
    return with(other, (mine, theirs) -> mine / theirs);
  }

  private Samples with(Samples other, DoubleBinaryOperator operator) {
    int rounds = Math.min(values.size(), other.values.size());
    List<Double> results = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      results.add(operator.applyAsDouble(values.get(round), other.values.get(round)));
    }
    return new Samples(results);
  }
}
