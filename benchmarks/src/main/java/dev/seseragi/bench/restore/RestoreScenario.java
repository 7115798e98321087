package dev.seseragi.bench.restore;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Ended;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Restores from a folder, against the floor. */
public final class RestoreScenario implements Scenario {
  private static final int GIGABYTE = 1_000;
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final String FLOOR = "floor";
  private static final String WRITTEN_FLOOR = "written floor";
  private static final String TIME = "time";
  private static final String PEAK = "peak";

  /** A scenario. */
  public RestoreScenario() {}

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public String question() {
    return "How fast does a database come back from a folder, and in how much memory?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    for (int megabytes : lab.quickOr(List.of(10, 100), List.of(10, 100, GIGABYTE))) {
      Sample sample = Sample.create(lab, megabytes);
      Series series = new Series(name(), lab);
      int rounds = lab.quickOr(2, megabytes == GIGABYTE ? 4 : 5);
      for (int round = 1; round <= rounds; round++) {
        lab.say("restore of %s, round %d of %d".formatted(sample.name(), round, rounds));
        round(lab, sample, round, series);
      }
      figures(report, sample, series, megabytes == GIGABYTE);
      lab.discard(sample.folder());
    }
  }

  private static void round(Lab lab, Sample sample, int round, Series series)
      throws IOException, InterruptedException {
    Program floor = Jvm.program(FloorMain.class, Jvm.RESTORE, lab.logs());
    Path target = sample.folder().resolve("out");
    series.add(FLOOR, TIME, run(floor, sample.segment()).seconds());
    series.add(WRITTEN_FLOOR, TIME, run(floor, sample.segment(), fresh(lab, target)).seconds());
    for (Program program : lab.programs(round)) {
      Ended ended = program.restore(sample.replica(), fresh(lab, target));
      series.add(program, TIME, ended.seconds());
      series.add(program, PEAK, ended.usage().peakRssBytes());
    }
    fresh(lab, target);
  }

  private static Path fresh(Lab lab, Path target) throws IOException, InterruptedException {
    Lab.delete(target);
    lab.settleDisk();
    return target;
  }

  private static Ended run(Program program, Object... arguments)
      throws IOException, InterruptedException {
    try (Running running = program.start(arguments)) {
      return running.await(DEADLINE).orFail(program.name());
    }
  }

  private static void figures(Report report, Sample sample, Series series, boolean isLargest) {
    String size = sample.name();
    report.add(
        series.figure(size, Unit.SECONDS, TIME).note("JVM start included; " + sample.compressed()));
    report.add(series.figure(size + ", peak RSS", Unit.BYTES, PEAK).goal(Goal.atMost(150e6)));
    report.add(
        series
            .figureOf(FLOOR, size + ", floor", Unit.SECONDS, TIME)
            .note("read and decompress the segment, one thread, same JVM flags, JVM start"));
    report.add(
        series
            .figureOf(WRITTEN_FLOOR, size + ", floor with the file", Unit.SECONDS, TIME)
            .note("the same, and write and fsync the file"));
    var ratio = series.ratio(size + " ÷ floor", TIME, FLOOR);
    report.add(isLargest ? ratio.goal(Goal.atMost(1.5)) : ratio);
    report.add(series.ratio(size + " ÷ floor with the file", TIME, WRITTEN_FLOOR));
  }
}
