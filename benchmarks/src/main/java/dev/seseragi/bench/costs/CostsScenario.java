package dev.seseragi.bench.costs;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Samples;
import dev.seseragi.bench.report.Unit;
import java.util.List;
import java.util.Objects;

/** What a month costs, as docs/costs.md has it. */
public final class CostsScenario implements Scenario {
  /** How far what was computed may be from what was counted. */
  private static final double TOLERANCE = 0.02;

  private final Counting counting;

  /** Counts, or takes what was counted already. */
  public CostsScenario(Counting counting) {
    this.counting = counting;
  }

  @Override
  public String name() {
    return "costs";
  }

  @Override
  public String question() {
    return "What does a month cost for an idle, a small and a busy database? (docs/costs.md)";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Counting.Result result = counting.result(lab);
    Counts counts = Objects.requireNonNull(result.programs().get(lab.ours().name()));
    List<Workload> workloads = Workload.all(counts);
    for (Workload workload : workloads) {
      figures(report, workload, Month.of(workload, counts));
    }
    HousekeepingCounting.Result counted = result.housekeeping();
    check(report, HousekeepingCounting.smallDatabase(), counts, counted.smallDay());
    check(report, counted.busy(), counts, counted.busyDay());
    checkSnapshot(report, counts.of(Operation.SNAPSHOT));
    lab.show(
        String.join(
            "\n",
            CostTables.operations(counts),
            CostTables.months(workloads, counts),
            CostTables.bills(workloads, counts),
            CostTables.growth(workloads, counts),
            CostTables.prices()));
  }

  private void figures(Report report, Workload workload, Month month) {
    String name = workload.name();
    report.add(figure(name + ", requests a month", Unit.COUNT, month.requests().total()));
    report.add(figure(name + ", stored", Unit.BYTES, month.storedBytes()));
    for (PriceList list : PriceList.ALL) {
      String what = "%s, a month at %s".formatted(name, list.provider());
      report.add(figure(what, Unit.DOLLARS, list.of(month)).note(list.source()));
    }
    report.add(
        figure(name + ", growth a month without deleting", Unit.BYTES, month.growth().bytes()));
  }

  /** The engine's own housekeeper, a day long, against the arithmetic of a month. */
  private void check(Report report, Workload workload, Counts counts, Requests day) {
    report.add(
        agreement(
            "a day of %s".formatted(workload.description()),
            Month.day(workload, counts).total(),
            day.total()));
  }

  private void checkSnapshot(Report report, Counted snapshot) {
    report.add(
        agreement(
            "a snapshot in parts",
            Month.snapshotPuts(snapshot.sentBytes()),
            snapshot.requests().put()));
  }

  private Figure agreement(String name, double computed, double counted) {
    double ratio = Math.max(computed, counted) / Math.min(computed, counted);
    return figure(name + ", larger ÷ smaller", Unit.RATIO, ratio)
        .goal(Goal.atMost(1 + TOLERANCE))
        .note("%,.0f requests computed, %,.0f counted".formatted(computed, counted));
  }

  private Figure figure(String name, Unit unit, double value) {
    return Figure.of(name(), name, unit, Samples.of(value));
  }
}
