package dev.seseragi.bench.restore;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.SampleDatabase;
import dev.seseragi.bench.process.Ended;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Samples;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.RequestTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Restores from an S3 server, near and far away. */
public final class S3RestoreScenario implements Scenario {
  private static final int GIGABYTE = 1_000;
  private static final List<Integer> DELAYS_MILLIS = List.of(0, 20, 100);

  /** How far away the goal is meant for. */
  private static final int GOAL_MILLIS = 20;

  private static final double GOAL = 0.4;
  private static final double GOAL_RSS_BYTES = 150e6;
  private static final String TIME = "time, ms ";
  private static final String REQUESTS = "requests";
  private static final String BYTES = "bytes";
  private static final String PEAK = "peak";

  /** A scenario. */
  public S3RestoreScenario() {}

  @Override
  public String name() {
    return "s3-restore";
  }

  @Override
  public String question() {
    return "How fast does a database come back from S3 that is 0, 20 and 100 ms away?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    for (int megabytes : lab.quickOr(List.of(10, 100), List.of(10, 100, GIGABYTE))) {
      try (LocalS3 s3 = LocalS3.start(lab)) {
        Path folder = lab.folder("s3-restore");
        Stored stored = upload(lab, s3, folder.resolve("sample.db"), megabytes);
        Series series = new Series(name(), lab);
        RequestTally last = RequestTally.NONE;
        for (int millis : DELAYS_MILLIS) {
          s3.delay(Duration.ofMillis(millis));
          last = rounds(lab, stored, folder.resolve("out"), millis, series);
        }
        figures(lab, report, megabytes, series, last.kinds());
        lab.discard(folder);
      }
    }
  }

  /** A replica on S3. */
  private record Stored(LocalS3 s3, String replica, int megabytes) {}

  /** Both restore what Seseragi has uploaded. */
  private static Stored upload(Lab lab, LocalS3 s3, Path database, int megabytes)
      throws IOException, InterruptedException, SQLException {
    lab.say("a database of %s on S3".formatted(size(megabytes)));
    SampleDatabase.create(database, megabytes * 1_000_000L);
    Stored stored = new Stored(s3, s3.url("sample"), megabytes);
    s3.client(lab.ours()).replicateOnce(database, stored.replica());
    Files.delete(database);
    return stored;
  }

  /** Returns what Seseragi requested in the last round. */
  private static RequestTally rounds(Lab lab, Stored stored, Path target, int millis, Series series)
      throws IOException, InterruptedException {
    int megabytes = stored.megabytes();
    int rounds = lab.quickOr(megabytes > 10 ? 1 : 2, megabytes == GIGABYTE ? 3 : 5);
    RequestTally last = RequestTally.NONE;
    for (int round = 1; round <= rounds; round++) {
      lab.say(
          "restore of %s, %d ms away, round %d of %d"
              .formatted(size(megabytes), millis, round, rounds));
      for (Program program : lab.programs(round)) {
        Lab.delete(target);
        lab.settleDisk();
        RequestTally tally = restore(stored, program, target, millis, series);
        last = program.equals(lab.ours()) ? tally : last;
      }
    }
    return last;
  }

  private static RequestTally restore(
      Stored stored, Program program, Path target, int millis, Series series)
      throws IOException, InterruptedException {
    RequestTally before = stored.s3().tally();
    Ended ended = stored.s3().client(program).restore(stored.replica(), target);
    RequestTally tally = stored.s3().tally().since(before);
    series.add(program, TIME + millis, ended.seconds());
    series.add(program, REQUESTS, tally.requests());
    series.add(program, BYTES, tally.receivedBytes());
    series.add(program, PEAK, ended.usage().peakRssBytes());
    return tally;
  }

  private void figures(Lab lab, Report report, int megabytes, Series series, String kinds) {
    String size = size(megabytes);
    for (int millis : DELAYS_MILLIS) {
      String name = "%s, %d ms".formatted(size, millis);
      report.add(series.figure(name, Unit.SECONDS, TIME + millis).note("JVM start included"));
      lab.reference()
          .map(reference -> series.of(reference.name(), TIME + millis))
          .ifPresent(theirs -> {
            Samples ours = series.of(lab.ours().name(), TIME + millis);
            Figure ratio = Figure.of(name(), name + " ÷ reference", Unit.RATIO, ours.over(theirs));
            boolean hasGoal = millis == GOAL_MILLIS && megabytes != GIGABYTE;
            report.add(hasGoal ? ratio.goal(Goal.atMost(GOAL)) : ratio);
          });
    }
    report.add(series.figure(size + ", requests", Unit.COUNT, REQUESTS).note(kinds));
    report.add(
        series
            .figure(size + ", bytes from the store", Unit.BYTES, BYTES)
            .note("listings included"));
    report.add(
        series.figure(size + ", peak RSS", Unit.BYTES, PEAK).goal(Goal.atMost(GOAL_RSS_BYTES)));
  }

  private static String size(int megabytes) {
    return megabytes == GIGABYTE ? "1 GB" : megabytes + " MB";
  }
}
