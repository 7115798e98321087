package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.WriterDatabase;
import dev.seseragi.bench.process.Ended;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.TinyS3;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of a process that has much to ship to a store that does not answer. */
public final class HangScenario implements Scenario {
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final Pattern MISSING = Pattern.compile("missing commits=(\\d+) bytes=(\\d+)");
  private static final String TIME = "time";
  private static final String EXIT = "exit";
  private static final String COMMITS = "commits";
  private static final String BYTES = "bytes";
  private static final String PEAK = "peak";

  /** A scenario. */
  public HangScenario() {}

  @Override
  public String name() {
    return "hang";
  }

  @Override
  public String question() {
    return "How does a replicator end that has 200 MB to ship, and whose store hangs?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    long pendingBytes = lab.quickOr(50_000_000L, 200_000_000L);
    lab.say("%d MB pending and a store that hangs, seseragi".formatted(pendingBytes / 1_000_000));
    int commits = ours(lab, pendingBytes, series);
    Optional<Program> reference = lab.reference();
    if (reference.isPresent()) {
      lab.say("the same, %s".formatted(reference.get().name()));
      reference(lab, reference.get(), pendingBytes, series);
    }
    figures(report, series, commits);
  }

  private static int ours(Lab lab, long pendingBytes, Series series)
      throws IOException, InterruptedException, SQLException {
    Path folder = lab.folder("hang");
    Path database = folder.resolve("app.db");
    WriterDatabase.create(database);
    Program program = Jvm.program(HangingSidecarMain.class, Jvm.REPLICATE, lab.logs());
    try (Running sidecar = program.start(database, folder.resolve("replica"))) {
      while (!sidecar.output().contains(HangingSidecarMain.HANGING)) {
        Thread.sleep(20);
      }
      int commits = PendingLoad.write(database, pendingBytes);
      Thread.sleep(SETTLE);
      Ended ended = sidecar.end();
      add(series, lab.ours(), ended);
      Matcher missing = MISSING.matcher(ended.output());
      boolean isTold = missing.find();
      series.add(lab.ours(), COMMITS, isTold ? Long.parseLong(missing.group(1)) : 0);
      series.add(lab.ours(), BYTES, isTold ? Long.parseLong(missing.group(2)) : 0);
      lab.discard(folder);
      return commits;
    }
  }

  private static void reference(Lab lab, Program program, long pendingBytes, Series series)
      throws IOException, InterruptedException, SQLException {
    Path folder = lab.folder("hang");
    Path database = folder.resolve("app.db");
    WriterDatabase.create(database);
    try (TinyS3 s3 = TinyS3.start(Duration.ZERO);
        Running sidecar = program.with(s3.environment()).start("replicate", database, s3.url())) {
      while (s3.objects() == 0) {
        Thread.sleep(20);
      }
      Thread.sleep(SETTLE);
      s3.hang();
      var _ = PendingLoad.write(database, pendingBytes);
      Thread.sleep(SETTLE);
      add(series, program, sidecar.end());
    }
    lab.discard(folder);
  }

  private static void add(Series series, Program program, Ended ended) {
    series.add(program, TIME, ended.seconds());
    series.add(program, EXIT, ended.exitCode());
    series.add(program, PEAK, ended.usage().peakRssBytes());
  }

  private static void figures(Report report, Series series, int commits) {
    report.add(
        series
            .figure("SIGTERM to the end", Unit.SECONDS, TIME)
            .goal(Goal.atMost(8.5))
            .note("the reference by S3"));
    report.add(series.figure("exit code", Unit.COUNT, EXIT).goal(Goal.atLeast(1)));
    Figure told = series.figure("commits told to be missing", Unit.COUNT, COMMITS);
    report.add(told.goal(Goal.atLeast(commits)).note("of %,d".formatted(commits)));
    report.add(series.figure("bytes told to be missing", Unit.BYTES, BYTES));
    report.add(series.figure("peak RSS", Unit.BYTES, PEAK));
  }
}
