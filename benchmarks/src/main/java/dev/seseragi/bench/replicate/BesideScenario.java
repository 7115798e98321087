package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.ReplicaFolder;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.WriterDatabase;
import dev.seseragi.bench.load.WriterResult;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.process.Usage;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import java.nio.file.Path;
import java.time.Duration;

/** An application that commits as fast as it can, alone and beside a replicator. */
public final class BesideScenario implements Scenario {
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double GIGABYTE = 1e9;
  private static final String ALONE = "alone";
  private static final String RATE = "rate";
  private static final String P999 = "p99.9";
  private static final String STALL = "stall";
  private static final String WAL = "wal";
  private static final String CPU = "cpu";
  private static final String PEAK = "peak";

  /** A scenario. */
  public BesideScenario() {}

  @Override
  public String name() {
    return "beside";
  }

  @Override
  public String question() {
    return "How much does an application lose that commits as fast as it can beside a replicator?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    double walBytesPerCommit = Writer.walBytesPerCommit(lab);
    int rounds = lab.quickOr(1, 5);
    for (int round = 1; round <= rounds; round++) {
      lab.say("application alone, round %d of %d".formatted(round, rounds));
      alone(lab, series);
      for (Program program : lab.programs(round)) {
        lab.say("application beside %s, round %d of %d".formatted(program.name(), round, rounds));
        beside(lab, program, series, walBytesPerCommit);
      }
    }
    figures(report, series);
  }

  private static void alone(Lab lab, Series series) throws Exception {
    Path folder = lab.folder(ALONE);
    WriterResult result = Writer.run(lab, folder.resolve("app.db"), Writer.AUTOCHECKPOINT);
    add(series, ALONE, result);
    lab.discard(folder);
  }

  private static void beside(Lab lab, Program program, Series series, double walBytesPerCommit)
      throws Exception {
    Path folder = lab.folder(program.name());
    Path database = folder.resolve("app.db");
    WriterDatabase.create(database);
    ReplicaFolder replica = new ReplicaFolder(folder.resolve("replica"));
    try (Running sidecar = program.replicate(database, folder.resolve("replica"))) {
      replica.awaitSegment(sidecar);
      Thread.sleep(SETTLE);
      Usage before = sidecar.usage();
      WriterResult result = Writer.run(lab, database, Writer.AUTOCHECKPOINT);
      replica.awaitQuiet(sidecar);
      Usage after = sidecar.usage();
      sidecar.end().orFail(program.name());
      add(series, program.name(), result);
      double walBytes = walBytesPerCommit * (result.warmUpCommits() + result.commits());
      series.add(program, CPU, (after.cpuSeconds() - before.cpuSeconds()) / (walBytes / GIGABYTE));
      series.add(program, PEAK, after.peakRssBytes());
    }
    lab.discard(folder);
  }

  private static void add(Series series, String subject, WriterResult result) {
    series.add(subject, RATE, result.perSecond());
    series.add(subject, P999, result.p999Nanos() / NANOS_PER_MILLI);
    series.add(subject, STALL, result.maxNanos() / NANOS_PER_MILLI);
    series.add(subject, WAL, result.maxWalBytes());
  }

  private static void figures(Report report, Series series) {
    report.add(series.figureOf(ALONE, "commits, alone", Unit.PER_SECOND, RATE));
    report.add(series.figure("commits, beside", Unit.PER_SECOND, RATE));
    report.add(series.ratio("commits, beside ÷ alone", RATE, ALONE).goal(Goal.atLeast(0.9)));
    report.add(series.figureOf(ALONE, "p99.9, alone", Unit.MILLIS, P999));
    report.add(series.figure("p99.9, beside", Unit.MILLIS, P999));
    report.add(series.figureOf(ALONE, "longest stall, alone", Unit.MILLIS, STALL));
    report.add(series.figure("longest stall, beside", Unit.MILLIS, STALL));
    report.add(series.figureOf(ALONE, "largest WAL, alone", Unit.BYTES, WAL));
    report.add(series.figure("largest WAL, beside", Unit.BYTES, WAL).goal(Goal.atMost(80e6)));
    report.add(
        series
            .figure("sidecar CPU", Unit.SECONDS_PER_GB, CPU)
            .goal(Goal.atMost(1.2))
            .note("CPU from the first commit until all is shipped, per GB of WAL written"));
    report.add(series.figure("sidecar peak RSS", Unit.BYTES, PEAK).goal(Goal.atMost(80e6)));
  }
}
