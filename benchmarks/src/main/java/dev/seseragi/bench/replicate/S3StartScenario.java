package dev.seseragi.bench.replicate;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.SampleDatabase;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.RequestTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the start of a process until what was committed before it is on S3. */
public final class S3StartScenario implements Scenario {
  private static final List<Integer> DELAYS_MILLIS = List.of(0, 20, 100);
  private static final long DATABASE_BYTES = 10_000_000;
  private static final String LEVEL_ZERO = "0000";

  /** The command's own line, with the time to the millisecond. */
  private static final Pattern READY = Pattern.compile("time=(\\S+) level=INFO msg=replicating ");

  private static final double NANOS_PER_SECOND = 1e9;
  private static final String NEW = "new";
  private static final String AGAIN = "again";
  private static final String READY_TIME = "ready ";
  private static final String STORED_TIME = "stored ";
  private static final String REQUESTS = "requests ";
  private static final String BYTES = "bytes ";

  /** A scenario. */
  public S3StartScenario() {}

  @Override
  public String name() {
    return "s3-start";
  }

  @Override
  public String question() {
    return "How long after its start has a replicator brought everything to S3?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Path folder = lab.folder("s3-start");
    Path template = folder.resolve("sample.db");
    SampleDatabase.create(template, DATABASE_BYTES);
    Series series = new Series(name(), lab);
    try (LocalS3 s3 = LocalS3.start(lab)) {
      for (int millis : DELAYS_MILLIS) {
        s3.delay(Duration.ofMillis(millis));
        int rounds = lab.quickOr(1, 3);
        for (int round = 1; round <= rounds; round++) {
          lab.say("start with S3 %d ms away, round %d of %d".formatted(millis, round, rounds));
          for (Program program : lab.programs(round)) {
            Path own =
                Files.createDirectories(
                    folder.resolve("%s-%d-%d".formatted(program.name(), millis, round)));
            Path database = Files.copy(template, own.resolve("sample.db"));
            String replica = s3.url("%s-%d-%d".formatted(program.name(), millis, round));
            measure(lab, s3, new Subject(program, database, replica, millis), series);
          }
        }
      }
    }
    lab.discard(folder);
    figures(report, series);
  }

  /** Who replicates what to where. */
  private record Subject(Program program, Path database, String replica, int millis) {}

  private static void measure(Lab lab, LocalS3 s3, Subject subject, Series series)
      throws IOException, InterruptedException, SQLException {
    lab.settleDisk();
    start(lab, s3, subject, NEW, series);
    SampleDatabase.addRow(subject.database());
    lab.settleDisk();
    start(lab, s3, subject, AGAIN, series);
  }

  private static void start(Lab lab, LocalS3 s3, Subject subject, String which, Series series)
      throws IOException, InterruptedException {
    Program program = subject.program();
    String metric = which + subject.millis();
    RequestTally before = s3.tally();
    try (Running replicator = s3.client(program).replicate(subject.database(), subject.replica())) {
      RequestTally tally = s3.awaitQuiet(replicator, before);
      series.add(program, STORED_TIME + metric, seconds(storedAfter(s3, replicator.startedAt())));
      series.add(program, REQUESTS + metric, tally.requests());
      series.add(program, BYTES + metric, tally.sentBytes());
      if (program.equals(lab.ours())) {
        series.add(program, READY_TIME + metric, seconds(readyAfter(replicator)));
      }
      replicator.end().orFail(program.name());
    }
  }

  /** The last segment of level 0: nothing was committed since the start that could follow it. */
  private static Duration storedAfter(LocalS3 s3, Instant start)
      throws IOException, InterruptedException {
    return s3.stored().stream()
        .filter(object -> object.folder().equals(LEVEL_ZERO) && object.begun().isAfter(start))
        .reduce((earlier, later) -> later)
        .map(object -> object.after(start))
        .orElseThrow(() -> new IllegalStateException("no segment came to S3"));
  }

  private static Duration readyAfter(Running replicator) {
    Matcher line = READY.matcher(replicator.output());
    if (!line.find()) {
      throw new IllegalStateException("it was never ready: " + replicator.output());
    }
    return Duration.between(replicator.startedAt(), Instant.parse(line.group(1)));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }

  private static void figures(Report report, Series series) {
    for (int millis : DELAYS_MILLIS) {
      String fresh = NEW + millis;
      String again = AGAIN + millis;
      String away = ", " + millis + " ms";
      report.add(series.figure("new replica, to ready" + away, Unit.SECONDS, READY_TIME + fresh));
      report.add(
          series
              .figure("new replica, 10 MB stored" + away, Unit.SECONDS, STORED_TIME + fresh)
              .note("until S3 has answered the last segment of level 0"));
      report.add(series.figure("again, to ready" + away, Unit.SECONDS, READY_TIME + again));
      report.add(
          series
              .figure("again, a row stored" + away, Unit.SECONDS, STORED_TIME + again)
              .note("one row was committed while nothing replicated"));
    }
    String near = String.valueOf(DELAYS_MILLIS.getFirst());
    report.add(series.figure("new replica, requests", Unit.COUNT, REQUESTS + NEW + near));
    report.add(series.figure("new replica, bytes sent", Unit.BYTES, BYTES + NEW + near));
    report.add(series.figure("again, requests", Unit.COUNT, REQUESTS + AGAIN + near));
    report.add(series.figure("again, bytes sent", Unit.BYTES, BYTES + AGAIN + near));
  }
}
