package dev.seseragi.bench.report;

import java.util.Optional;

/**
 * One line of the report.
 *
 * @param scenario in which it was measured
 * @param name what was measured
 * @param unit of the samples
 * @param ours of Seseragi, or of what is measured without any replication
 * @param reference of the reference executable in the same run
 * @param goal of ours, or of the median
 * @param note what the reader has to know about it, "" for nothing
 */
public record Figure(
    String scenario,
    String name,
    Unit unit,
    Samples ours,
    Optional<Samples> reference,
    Optional<Goal> goal,
    String note) {

  /** A figure of Seseragi alone, without a goal. */
  public static Figure of(String scenario, String name, Unit unit, Samples ours) {
    return new Figure(scenario, name, unit, ours, Optional.empty(), Optional.empty(), "");
  }

  /** The same beside the reference's. */
  public Figure against(Optional<Samples> samples) {
    return new Figure(scenario, name, unit, ours, samples, goal, note);
  }

  /** The same with a goal. */
  public Figure goal(Goal limit) {
    return new Figure(scenario, name, unit, ours, reference, Optional.of(limit), note);
  }

  /** The same with a remark. */
  public Figure note(String remark) {
    return new Figure(scenario, name, unit, ours, reference, goal, remark);
  }

  /** How ours stands to the reference's, if that was measured and is not 0. */
  public Optional<Double> ratio() {
    return reference
        .filter(samples -> unit != Unit.RATIO && samples.median() != 0)
        .map(samples -> ours.median() / samples.median());
  }

  /** Whether the goal is met; true without one. */
  public boolean isMet() {
    return goal.isEmpty() || goal.get().isMetBy(ours.median());
  }
}
