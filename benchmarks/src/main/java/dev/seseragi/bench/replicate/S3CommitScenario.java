package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.StoreLatencyMain;
import dev.seseragi.bench.load.StoreLatencyResult;
import dev.seseragi.bench.load.WriterDatabase;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Samples;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.RequestTally;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** From a commit until it is on S3, beside a bare PUT of the same bytes. */
public final class S3CommitScenario implements Scenario {
  private static final List<Integer> DELAYS_MILLIS = List.of(0, 20, 100);

  /** How far away S3 is from a sidecar. */
  private static final int SIDECAR_MILLIS = 20;

  private static final String LEVEL_ZERO = "0000";

  /** More than a sync interval, so that each commit has a segment of its own. */
  private static final int MIN_PAUSE_MILLIS = 1_200;

  private static final int MAX_PAUSE_MILLIS = 2_000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String COMMIT = "commit";
  private static final String PUT = "put";
  private static final String P50 = "p50 ";
  private static final String P99 = "p99 ";
  private static final String SIDECAR = "sidecar";

  /** A scenario. */
  public S3CommitScenario() {}

  @Override
  public String name() {
    return "s3-commit";
  }

  @Override
  public String question() {
    return "How long after a commit is it on S3, and how long does a bare PUT take?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    try (LocalS3 s3 = LocalS3.start(lab)) {
      int rounds = lab.quickOr(1, 2);
      for (int round = 1; round <= rounds; round++) {
        for (int millis : DELAYS_MILLIS) {
          lab.say("commit to S3 %d ms away, round %d of %d".formatted(millis, round, rounds));
          s3.delay(Duration.ofMillis(millis));
          inProcess(lab, s3, millis + "-" + round, series);
        }
      }
      s3.delay(Duration.ofMillis(SIDECAR_MILLIS));
      for (Program program : lab.programs()) {
        lab.say("commit beside %s to S3 %d ms away".formatted(program.name(), SIDECAR_MILLIS));
        sidecar(lab, s3, program, series);
      }
    }
    figures(report, series);
  }

  private static void inProcess(Lab lab, LocalS3 s3, String id, Series series)
      throws IOException, InterruptedException {
    Path folder = lab.folder("s3-commit");
    Program program = Jvm.program(StoreLatencyMain.class, Jvm.APPLICATION, lab.logs());
    String output =
        s3.client(program)
            .run(
                folder.resolve("app.db"),
                s3.url("commits-" + id),
                s3.url("puts-" + id),
                lab.quickOr(15, 30),
                lab.quickOr(15, 60))
            .output();
    StoreLatencyResult result = StoreLatencyResult.parse(output);
    String delay = id.substring(0, id.indexOf('-'));
    series.add(COMMIT, P50 + delay, result.commitP50() / NANOS_PER_MILLI);
    series.add(COMMIT, P99 + delay, result.commitP99() / NANOS_PER_MILLI);
    series.add(PUT, P50 + delay, result.putP50() / NANOS_PER_MILLI);
    series.add(PUT, P99 + delay, result.putP99() / NANOS_PER_MILLI);
    lab.discard(folder);
  }

  /** With the defaults of each; both wait for a sync interval of a second between two segments. */
  private static void sidecar(Lab lab, LocalS3 s3, Program program, Series series)
      throws IOException, InterruptedException, SQLException {
    Path folder = lab.folder("s3-commit");
    Path database = folder.resolve("app.db");
    WriterDatabase.create(database);
    RequestTally before = s3.tally();
    SplittableRandom random = new SplittableRandom(17);
    try (Running sidecar = s3.client(program).replicate(database, s3.url(program.name()));
        Connection connection = WriterDatabase.open(database, Writer.AUTOCHECKPOINT);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO log(body) VALUES (randomblob(200))")) {
      var _ = s3.awaitQuiet(sidecar, before);
      int commits = lab.quickOr(5, 20);
      for (int i = 0; i < commits; i++) {
        Thread.sleep(random.nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS));
        insert.executeUpdate();
        series.add(program, SIDECAR, millisUntilStored(s3, sidecar, Instant.now()));
      }
      sidecar.end().orFail(program.name());
    }
    lab.discard(folder);
  }

  /** By the server's clock, which is this machine's: asking for it costs the program nothing. */
  private static double millisUntilStored(LocalS3 s3, Running sidecar, Instant committed)
      throws IOException, InterruptedException {
    return s3.awaitStored(
                sidecar,
                object -> object.folder().equals(LEVEL_ZERO) && object.done().isAfter(committed))
            .after(committed)
            .toNanos()
        / NANOS_PER_MILLI;
  }

  private void figures(Report report, Series series) {
    for (int millis : DELAYS_MILLIS) {
      String away = ", " + millis + " ms";
      report.add(
          series
              .figureOf(COMMIT, "commit to S3, p50" + away, Unit.MILLIS, P50 + millis)
              .note("in process: from the commit's return to the end of sync()"));
      report.add(series.figureOf(COMMIT, "commit to S3, p99" + away, Unit.MILLIS, P99 + millis));
      report.add(
          series
              .figureOf(PUT, "PUT alone, p50" + away, Unit.MILLIS, P50 + millis)
              .note("the bytes of the same segment, by turns"));
      report.add(series.figureOf(PUT, "PUT alone, p99" + away, Unit.MILLIS, P99 + millis));
      Samples commits = series.of(COMMIT, P50 + millis);
      report.add(
          Figure.of(
              name(),
              "commit ÷ PUT alone, p50" + away,
              Unit.RATIO,
              commits.over(series.of(PUT, P50 + millis))));
    }
    report.add(
        series
            .figure("beside a sidecar, %d ms".formatted(SIDECAR_MILLIS), Unit.MILLIS, SIDECAR)
            .note("commits more than a sync interval apart; until S3 has answered"));
  }
}
