package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.process.Usage;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.RequestTally;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** A minute in which nobody commits anything. */
public final class IdleScenario implements Scenario {
  private static final Duration SETTLE = Duration.ofSeconds(35);
  private static final Duration QUICK_SETTLE = Duration.ofSeconds(6);
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Duration QUICK_MINUTE = Duration.ofSeconds(6);
  private static final int MANY = 100;
  private static final double PERCENT = 100;
  private static final String CPU = "cpu";
  private static final String REQUESTS = "requests";

  /** A scenario. */
  public IdleScenario() {}

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String question() {
    return "What does a minute cost in which nothing is committed?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Duration minute = lab.quickOr(QUICK_MINUTE, MINUTE);
    for (int count : new int[] {1, MANY}) {
      Series series = new Series(name(), lab);
      for (Program program : lab.programs()) {
        lab.say(
            "%d idle databases for %d s, %s".formatted(count, minute.toSeconds(), program.name()));
        measure(lab, program, count, series);
      }
      figures(report, series, count, minute);
    }
  }

  private static void measure(Lab lab, Program program, int count, Series series)
      throws IOException, InterruptedException, SQLException {
    Path folder = lab.folder("idle");
    Fleet fleet = Fleet.create(folder, count);
    try (LocalS3 s3 = LocalS3.start(lab)) {
      Path configuration =
          fleet.configuration(program.name(), number -> s3.url("replica-" + number));
      try (Running sidecar = s3.client(program).replicate(configuration)) {
        var _ = s3.awaitQuiet(sidecar, RequestTally.NONE);
        Thread.sleep(settle(lab));
        RequestTally before = s3.tally();
        series.add(program, CPU, cpu(lab, sidecar));
        series.add(program, REQUESTS, s3.tally().since(before).requests());
        sidecar.end().orFail(program.name());
      }
    }
    lab.discard(folder);
  }

  private static double cpu(Lab lab, Running sidecar) throws InterruptedException {
    Usage before = sidecar.usage();
    Thread.sleep(minute(lab));
    Usage after = sidecar.usage();
    return PERCENT * (after.cpuSeconds() - before.cpuSeconds()) / minute(lab).toSeconds();
  }

  private static Duration settle(Lab lab) {
    return lab.quickOr(QUICK_SETTLE, SETTLE);
  }

  private static Duration minute(Lab lab) {
    return lab.quickOr(QUICK_MINUTE, MINUTE);
  }

  private static void figures(Report report, Series series, int count, Duration minute) {
    String subject = count == 1 ? "1 database" : count + " databases";
    String time = "in " + minute.toSeconds() + " s";
    report.add(
        series
            .figure(subject + ", requests", Unit.COUNT, REQUESTS)
            .goal(Goal.atMost(0))
            .note(time + "; replicas on S3"));
    var cpu = series.figure(subject + ", CPU", Unit.CORE_PERCENT, CPU).note(time);
    report.add(count == 1 ? cpu.goal(Goal.atMost(0.2)) : cpu);
  }
}
