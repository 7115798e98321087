package dev.seseragi.bench;

import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Samples;
import dev.seseragi.bench.report.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples by what was measured and on whom, while rounds go on. Used by one thread. */
public final class Series {
  private final String scenario;
  private final Lab lab;
  private final Map<Key, List<Double>> values = new LinkedHashMap<>();

  private record Key(String subject, String metric) {}

  /** None yet. */
  public Series(String scenario, Lab lab) {
    this.scenario = scenario;
    this.lab = lab;
  }

  /** Takes one sample of a program. */
  public void add(Program program, String metric, double value) {
    add(program.name(), metric, value);
  }

  /** Takes one sample that was counted. */
  public void add(Program program, String metric, long count) {
    add(program.name(), metric, (double) count);
  }

  /** Takes one sample that was counted. */
  public void add(String subject, String metric, long count) {
    add(subject, metric, (double) count);
  }

  /** Takes one sample of something that is no program, such as a floor. */
  public void add(String subject, String metric, double value) {
    values.computeIfAbsent(new Key(subject, metric), key -> new ArrayList<>()).add(value);
  }

  /** All samples of a subject. */
  public Samples of(String subject, String metric) {
    return new Samples(values.getOrDefault(new Key(subject, metric), List.of()));
  }

  /** A figure of Seseragi beside the reference's. */
  public Figure figure(String name, Unit unit, String metric) {
    return Figure.of(scenario, name, unit, of(lab.ours().name(), metric))
        .against(reference(metric));
  }

  /** A figure of anything else. */
  public Figure figureOf(String subject, String name, Unit unit, String metric) {
    return Figure.of(scenario, name, unit, of(subject, metric));
  }

  /** Seseragi's samples in terms of another subject's, round by round, and the reference's so. */
  public Figure ratio(String name, String metric, String subject) {
    Samples base = of(subject, metric);
    return Figure.of(scenario, name, Unit.RATIO, of(lab.ours().name(), metric).over(base))
        .against(reference(metric).map(samples -> samples.over(base)));
  }

  private Optional<Samples> reference(String metric) {
    return lab.reference()
        .filter(program -> values.containsKey(new Key(program.name(), metric)))
        .map(program -> of(program.name(), metric));
  }
}
