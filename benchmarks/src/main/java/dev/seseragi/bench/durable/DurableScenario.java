package dev.seseragi.bench.durable;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.DurableMain;
import dev.seseragi.bench.load.SampleDatabase;
import dev.seseragi.bench.load.StoreLatencyResult;
import dev.seseragi.bench.load.WriterMain;
import dev.seseragi.bench.load.WriterResult;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a commit costs that returns when the store has it. The reference has nothing like it. */
public final class DurableScenario implements Scenario {
  private static final List<Integer> DELAYS_MILLIS = List.of(0, 20, 100);
  private static final int CLIENTS = 64;
  private static final int CLIENTS_MILLIS = 100;
  private static final int NEAR_MILLIS = 20;
  private static final long DATABASE_BYTES = 100_000_000;
  private static final long QUICK_DATABASE_BYTES = 20_000_000;
  private static final int AUTOCHECKPOINT = 1_000;
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final Pattern FIRST_COMMIT = Pattern.compile(DurableMain.FIRST_COMMIT + "(\\d+)");
  private static final Pattern PER_SECOND = Pattern.compile(DurableMain.PER_SECOND + "([0-9.E]+)");

  private static final String COMMIT = "commit";
  private static final String PUT = "put";
  private static final String PLAIN = "plain";
  private static final String OURS = "ours";
  private static final String P50 = "p50 ";
  private static final String P99 = "p99 ";
  private static final String RATE = "rate";
  private static final String CLIENT_RATE = "clients";
  private static final String WITH_FILE = "with the file";
  private static final String WITHOUT_FILE = "without the file";

  /** A scenario. */
  public DurableScenario() {}

  @Override
  public String name() {
    return "durable";
  }

  @Override
  public String question() {
    return "What does a commit cost that returns when S3 has it?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    Program application = Jvm.program(DurableMain.class, Jvm.APPLICATION, lab.logs());
    try (LocalS3 s3 = LocalS3.start(lab)) {
      Subject subject = new Subject(lab, s3, s3.client(application));
      int rounds = lab.quickOr(1, 3);
      for (int round = 1; round <= rounds; round++) {
        for (int millis : DELAYS_MILLIS) {
          lab.say(
              "durable commits, S3 %d ms away, round %d of %d".formatted(millis, round, rounds));
          s3.delay(Duration.ofMillis(millis));
          latency(subject, millis, round, series);
        }
        lab.say("%d clients, round %d of %d".formatted(CLIENTS, round, rounds));
        s3.delay(Duration.ofMillis(CLIENTS_MILLIS));
        clients(subject, round, series);
        s3.delay(Duration.ofMillis(NEAR_MILLIS));
        lab.say("commits that do not wait, round %d of %d".formatted(round, rounds));
        async(subject, round, series);
        lab.say("take-over, round %d of %d".formatted(round, rounds));
        takeOver(subject, round, series);
      }
    }
    figures(report, series);
  }

  private record Subject(Lab lab, LocalS3 s3, Program application) {
    Path folder() throws IOException {
      return lab.folder("durable");
    }
  }

  private static void latency(Subject subject, int millis, int round, Series series)
      throws IOException, InterruptedException {
    Path folder = subject.folder();
    String id = millis + "-" + round;
    String output =
        subject
            .application()
            .run(
                DurableMain.LATENCY,
                folder.resolve("app.db"),
                subject.s3().url("commits-" + id),
                subject.s3().url("puts-" + id),
                subject.lab().quickOr(20, 200),
                subject.lab().quickOr(20, 200))
            .output();
    StoreLatencyResult result = StoreLatencyResult.parse(output);
    series.add(COMMIT, P50 + millis, result.commitP50() / NANOS_PER_MILLI);
    series.add(COMMIT, P99 + millis, result.commitP99() / NANOS_PER_MILLI);
    series.add(PUT, P50 + millis, result.putP50() / NANOS_PER_MILLI);
    series.add(PUT, P99 + millis, result.putP99() / NANOS_PER_MILLI);
    subject.lab().discard(folder);
  }

  private static void clients(Subject subject, int round, Series series)
      throws IOException, InterruptedException {
    Path folder = subject.folder();
    String output =
        subject
            .application()
            .run(
                DurableMain.CLIENTS,
                folder.resolve("app.db"),
                subject.s3().url("clients-" + round),
                CLIENTS,
                subject.lab().quickOr(2, 5),
                subject.lab().quickOr(3, 10))
            .output();
    series.add(OURS, CLIENT_RATE, Double.parseDouble(find(PER_SECOND, output)));
    subject.lab().discard(folder);
  }

  private static void async(Subject subject, int round, Series series)
      throws IOException, InterruptedException {
    double warmUp = subject.lab().quickOr(1.0, 3.0);
    double seconds = subject.lab().quickOr(2.0, 5.0);
    Path folder = subject.folder();
    Program plain = Jvm.program(WriterMain.class, Jvm.APPLICATION, subject.lab().logs());
    Path database = folder.resolve("plain.db");
    WriterResult alone =
        WriterResult.parse(plain.run(database, warmUp, seconds, 0, AUTOCHECKPOINT).output());
    series.add(PLAIN, RATE, alone.perSecond());
    WriterResult ours =
        WriterResult.parse(
            subject
                .application()
                .run(
                    DurableMain.ASYNC,
                    folder.resolve("app.db"),
                    subject.s3().url("async-" + round),
                    warmUp,
                    seconds)
                .output());
    series.add(OURS, RATE, ours.perSecond());
    subject.lab().discard(folder);
  }

  /** From a writer that was killed, by a process on its machine and by one on another. */
  private static void takeOver(Subject subject, int round, Series series) throws Exception {
    Path folder = subject.folder();
    Path database = folder.resolve("app.db");
    SampleDatabase.create(database, subject.lab().quickOr(QUICK_DATABASE_BYTES, DATABASE_BYTES));
    String replica = subject.s3().url("take-over-" + round);
    var _ = firstCommit(subject, database, replica);
    subject.lab().settleDisk();
    series.add(OURS, WITH_FILE, firstCommit(subject, database, replica));
    subject.lab().settleDisk();
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere")).resolve("app.db");
    series.add(OURS, WITHOUT_FILE, firstCommit(subject, elsewhere, replica));
    subject.lab().discard(folder);
  }

  /** Seconds from the start of the process; it is killed afterwards. */
  private static double firstCommit(Subject subject, Path database, String replica)
      throws IOException, InterruptedException {
    try (Running running = subject.application().start(DurableMain.FIRST, database, replica)) {
      Await.until(
          () -> "a first commit; the application says: " + running.output(),
          DEADLINE,
          () -> !running.isAlive() || FIRST_COMMIT.matcher(running.output()).find());
      long millis = Long.parseLong(find(FIRST_COMMIT, running.output()));
      running.kill();
      return (millis - running.startedAt().toEpochMilli()) / MILLIS_PER_SECOND;
    }
  }

  private static String find(Pattern pattern, String output) {
    Matcher found = pattern.matcher(output);
    if (!found.find()) {
      throw new IllegalStateException("the application gave no result: " + output.strip());
    }
    return found.group(1);
  }

  private void figures(Report report, Series series) {
    for (int millis : DELAYS_MILLIS) {
      String away = ", " + millis + " ms";
      report.add(series.figureOf(COMMIT, "commit, p50" + away, Unit.MILLIS, P50 + millis));
      report.add(series.figureOf(COMMIT, "commit, p99" + away, Unit.MILLIS, P99 + millis));
      report.add(ratio(series, "commit ÷ PUT, p50" + away, P50 + millis).goal(Goal.atMost(1.3)));
      report.add(ratio(series, "commit ÷ PUT, p99" + away, P99 + millis).goal(Goal.atMost(2)));
    }
    report.add(
        series
            .figureOf(OURS, CLIENTS + " clients, 100 ms", Unit.PER_SECOND, CLIENT_RATE)
            .goal(Goal.atLeast(600)));
    report.add(series.figureOf(PLAIN, "commits, plain SQLite", Unit.PER_SECOND, RATE));
    report.add(series.figureOf(OURS, "commits, asynchronous", Unit.PER_SECOND, RATE));
    report.add(
        Figure.of(
                name(),
                "asynchronous ÷ plain",
                Unit.RATIO,
                series.of(OURS, RATE).over(series.of(PLAIN, RATE)))
            .goal(Goal.atLeast(0.95)));
    report.add(
        series
            .figureOf(OURS, "take-over on the same machine, 20 ms", Unit.SECONDS, WITH_FILE)
            .note("100 MB; from the start of the process to its first durable commit"));
    report.add(
        series
            .figureOf(OURS, "take-over elsewhere, 20 ms", Unit.SECONDS, WITHOUT_FILE)
            .note("the same with a restore"));
  }

  private Figure ratio(Series series, String name, String metric) {
    return Figure.of(
        name(), name, Unit.RATIO, series.of(COMMIT, metric).over(series.of(PUT, metric)));
  }
}
