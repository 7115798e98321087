package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.WriterDatabase;
import dev.seseragi.bench.process.Ended;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.RequestTally;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of a process that has much to ship to a store that does not answer. */
public final class HangScenario implements Scenario {
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final Pattern MISSING =
      Pattern.compile("missing-commits=(\\d+) missing-bytes=(\\d+)");
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
    int commits = 0;
    for (Program program : lab.programs()) {
      lab.say(
          "%d MB pending and a store that hangs, %s"
              .formatted(pendingBytes / 1_000_000, program.name()));
      commits = measure(lab, program, pendingBytes, series);
    }
    figures(report, series, commits);
  }

  /** Returns how many commits were pending. */
  private static int measure(Lab lab, Program program, long pendingBytes, Series series)
      throws IOException, InterruptedException, SQLException {
    Path folder = lab.folder("hang");
    Path database = folder.resolve("app.db");
    WriterDatabase.create(database);
    try (LocalS3 s3 = LocalS3.start(lab);
        Running sidecar = s3.client(program).replicate(database, s3.url("hang"))) {
      var _ = s3.awaitQuiet(sidecar, RequestTally.NONE);
      s3.hang();
      int commits = PendingLoad.write(database, pendingBytes);
      Thread.sleep(SETTLE);
      Ended ended = sidecar.end();
      add(series, program, ended);
      if (program.equals(lab.ours())) {
        told(ended.output(), series, program);
      }
      lab.discard(folder);
      return commits;
    }
  }

  private static void told(String output, Series series, Program program) {
    Matcher missing = MISSING.matcher(output);
    boolean isTold = missing.find();
    series.add(program, COMMITS, isTold ? Long.parseLong(missing.group(1)) : 0);
    series.add(program, BYTES, isTold ? Long.parseLong(missing.group(2)) : 0);
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
            .note("S3 that reads, and never answers a write"));
    report.add(series.figure("exit code", Unit.COUNT, EXIT).goal(Goal.atLeast(1)));
    Figure told = series.figure("commits told to be missing", Unit.COUNT, COMMITS);
    report.add(told.goal(Goal.atLeast(commits)).note("of %,d".formatted(commits)));
    report.add(series.figure("bytes told to be missing", Unit.BYTES, BYTES));
    report.add(series.figure("peak RSS", Unit.BYTES, PEAK));
  }
}
