package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From a commit to its capture, at 200 commits a second. The reference does not tell that. */
public final class LatencyScenario implements Scenario {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Pattern RESULT = Pattern.compile("p50=(\\d+) p99=(\\d+)");
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String SIDECAR = "sidecar";
  private static final String TOLD = "told";
  private static final String P50 = "p50";
  private static final String P99 = "p99";

  /** A scenario. */
  public LatencyScenario() {}

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String question() {
    return "How long after a commit is it captured?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    int rounds = lab.quickOr(1, 3);
    for (int round = 1; round <= rounds; round++) {
      lab.say("commit to captured, round %d of %d".formatted(round, rounds));
      measure(lab, series, SIDECAR, false);
      measure(lab, series, TOLD, true);
    }
    report.add(figure(series, SIDECAR, "found by the engine, p50", P50).goal(Goal.atMost(1)));
    report.add(figure(series, SIDECAR, "found by the engine, p99", P99));
    report.add(figure(series, TOLD, "the engine is told, p50", P50).goal(Goal.atMost(1)));
    report.add(figure(series, TOLD, "the engine is told, p99", P99));
  }

  private static Figure figure(Series series, String subject, String name, String metric) {
    return series
        .figureOf(subject, name, Unit.MILLIS, metric)
        .note("until the status counts the frames; 200 commits/s at random times");
  }

  private static void measure(Lab lab, Series series, String subject, boolean isTold)
      throws IOException, InterruptedException {
    Path folder = lab.folder(subject);
    Program program = Jvm.program(LatencyMain.class, Jvm.APPLICATION, lab.logs());
    int commits = lab.quickOr(600, 3_000);
    try (Running running = program.start(folder.resolve("app.db"), commits, isTold)) {
      String output = running.await(DEADLINE).orFail("the measurement").output();
      Matcher result = RESULT.matcher(output);
      if (!result.find()) {
        throw new IllegalStateException("no result: " + output);
      }
      series.add(subject, P50, Long.parseLong(result.group(1)) / NANOS_PER_MILLI);
      series.add(subject, P99, Long.parseLong(result.group(2)) / NANOS_PER_MILLI);
    }
    lab.discard(folder);
  }
}
