package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.EmbeddedWriterMain;
import dev.seseragi.bench.load.WriterResult;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import java.nio.file.Path;

/** The same application with the engine in its own process. The reference cannot do that. */
public final class EmbeddedScenario implements Scenario {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String ALONE = "alone";
  private static final String RATE = "rate";
  private static final String P999 = "p99.9";
  private static final String STALL = "stall";
  private static final String WAL = "wal";

  /** A scenario. */
  public EmbeddedScenario() {}

  @Override
  public String name() {
    return "in-process";
  }

  @Override
  public String question() {
    return "How much does an application lose that has the engine in its own process?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    int rounds = lab.quickOr(1, 5);
    for (int round = 1; round <= rounds; round++) {
      lab.say("application alone and with the engine, round %d of %d".formatted(round, rounds));
      Path folder = lab.folder(ALONE);
      Path database = folder.resolve("app.db");
      add(series, ALONE, Writer.run(lab, database, Writer.AUTOCHECKPOINT));
      lab.discard(folder);
      embedded(lab, series);
    }
    figures(report, series);
  }

  private static void embedded(Lab lab, Series series) throws Exception {
    Path folder = lab.folder("embedded");
    Program program = Jvm.program(EmbeddedWriterMain.class, Jvm.APPLICATION, lab.logs());
    WriterResult result =
        Writer.run(
            program,
            folder.resolve("app.db"),
            Writer.warmUp(lab),
            Writer.seconds(lab),
            folder.resolve("replica"));
    add(series, lab.ours().name(), result);
    lab.discard(folder);
  }

  private static void add(Series series, String subject, WriterResult result) {
    series.add(subject, RATE, result.perSecond());
    series.add(subject, P999, result.p999Nanos() / NANOS_PER_MILLI);
    series.add(subject, STALL, result.maxNanos() / NANOS_PER_MILLI);
    series.add(subject, WAL, result.maxWalBytes());
  }

  private static void figures(Report report, Series series) {
    report.add(
        series
            .figureOf(ALONE, "commits, SQLite alone", Unit.PER_SECOND, RATE)
            .note("autocheckpoint 1000"));
    report.add(
        series
            .figure("commits, with the engine", Unit.PER_SECOND, RATE)
            .note("autocheckpoint 0: the engine checkpoints, and is told of each commit"));
    report.add(series.ratio("with the engine ÷ alone", RATE, ALONE).goal(Goal.atLeast(0.99)));
    report.add(series.figureOf(ALONE, "p99.9, alone", Unit.MILLIS, P999));
    report.add(series.figure("p99.9, with the engine", Unit.MILLIS, P999));
    report.add(series.figureOf(ALONE, "longest stall, alone", Unit.MILLIS, STALL));
    report.add(series.figure("longest stall, with the engine", Unit.MILLIS, STALL));
    report.add(series.figure("largest WAL", Unit.BYTES, WAL));
  }
}
