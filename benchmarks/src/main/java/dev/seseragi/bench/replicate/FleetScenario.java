package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.ReplicaFolder;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.process.Usage;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** Many databases, each with one commit a second. */
public final class FleetScenario implements Scenario {
  private static final int COUNT = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration QUICK_WARM_UP = Duration.ofSeconds(4);
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final Duration QUICK_TIME = Duration.ofSeconds(6);
  private static final double PERCENT = 100;
  private static final String CPU = "cpu";
  private static final String RSS = "rss";

  /** A scenario. */
  public FleetScenario() {}

  @Override
  public String name() {
    return "fleet";
  }

  @Override
  public String question() {
    return "What do 100 databases with one commit a second each cost?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    int rounds = lab.quickOr(1, 2);
    for (int round = 1; round <= rounds; round++) {
      for (Program program : lab.programs(round)) {
        lab.say("%d databases, %s, round %d of %d".formatted(COUNT, program.name(), round, rounds));
        measure(lab, program, series);
      }
    }
    report.add(
        series
            .figure(COUNT + " databases, CPU", Unit.CORE_PERCENT, CPU)
            .note("one commit a second each, after a warm-up"));
    report.add(series.figure(COUNT + " databases, peak RSS", Unit.BYTES, RSS));
  }

  private static void measure(Lab lab, Program program, Series series)
      throws IOException, InterruptedException, SQLException {
    Path folder = lab.folder("fleet");
    Fleet fleet = Fleet.create(folder, COUNT);
    Duration warmUp = lab.quickOr(QUICK_WARM_UP, WARM_UP);
    Duration time = lab.quickOr(QUICK_TIME, TIME);
    Program writer = Jvm.program(FleetWriterMain.class, Jvm.APPLICATION, lab.logs());
    try (Running sidecar = program.replicate(fleet.configuration(program.name()))) {
      new ReplicaFolder(fleet.replica(program.name(), COUNT - 1)).awaitSegment(sidecar);
      long seconds = warmUp.plus(time).toSeconds() + 1;
      try (Running application = writer.start(folder, COUNT, seconds)) {
        Thread.sleep(warmUp);
        Usage before = sidecar.usage();
        Thread.sleep(time);
        Usage after = sidecar.usage();
        double cpu = (after.cpuSeconds() - before.cpuSeconds()) / time.toSeconds();
        series.add(program, CPU, PERCENT * cpu);
        series.add(program, RSS, after.peakRssBytes());
        application.await(time).orFail("the application");
      }
      sidecar.end().orFail(program.name());
    }
    lab.discard(folder);
  }
}
