package dev.seseragi.bench.restore;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Jvm;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Running;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Samples;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.TinyS3;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Restores from a store that takes 20 ms more for each request. */
public final class FarRestoreScenario implements Scenario {
  private static final Duration DELAY = Duration.ofMillis(20);
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final String TIME = "time";
  private static final String REQUESTS = "requests";

  /** A scenario. */
  public FarRestoreScenario() {}

  @Override
  public String name() {
    return "far-restore";
  }

  @Override
  public String question() {
    return "How fast does a database come back from a store that is 20 ms away?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    for (int megabytes : List.of(10, 100)) {
      Sample sample = Sample.create(lab, megabytes);
      Series series = new Series(name(), lab);
      Program program = ours(lab, sample);
      int rounds = lab.quickOr(3, 7);
      for (int round = 1; round <= rounds; round++) {
        lab.say("far restore of %s, round %d of %d".formatted(sample.name(), round, rounds));
        round(lab, program, sample, series);
      }
      figures(lab, report, sample, series);
      lab.discard(sample.folder());
    }
  }

  private static void round(Lab lab, Program program, Sample sample, Series series)
      throws IOException, InterruptedException {
    ours(lab, program, sample, series);
    Optional<Program> reference = lab.reference();
    if (reference.isPresent()) {
      reference(reference.get(), sample, fresh(lab, sample), series);
    }
    fresh(lab, sample);
  }

  /** The restore with the command's flags and, as the command, an archive of its classes. */
  private static Program ours(Lab lab, Sample sample) throws IOException, InterruptedException {
    Program program = Jvm.program(FarRestoreMain.class, Jvm.RESTORE, lab.logs());
    Path archive = sample.folder().resolve("classes.jsa");
    return Jvm.archived(program, archive, sample.replica(), sample.folder().resolve("first"), 0);
  }

  private static void ours(Lab lab, Program program, Sample sample, Series series)
      throws IOException, InterruptedException {
    Path target = fresh(lab, sample);
    try (Running running = program.start(sample.replica(), target, DELAY.toMillis())) {
      var ended = running.await(DEADLINE).orFail("the restore");
      series.add(lab.ours(), TIME, ended.seconds());
      String requests = ended.output().strip();
      series.add(
          lab.ours(), REQUESTS, Long.parseLong(requests.substring(requests.indexOf('=') + 1)));
    }
  }

  private static void reference(Program reference, Sample sample, Path target, Series series)
      throws IOException, InterruptedException {
    try (TinyS3 s3 = TinyS3.start(DELAY)) {
      s3.load(sample.replica());
      Program program = reference.with(s3.environment());
      series.add(reference, TIME, program.restore(s3.url(), target).seconds());
      series.add(reference, REQUESTS, s3.requests());
    }
  }

  private static Path fresh(Lab lab, Sample sample) throws IOException, InterruptedException {
    Path target = sample.folder().resolve("out");
    Lab.delete(target);
    lab.settleDisk();
    return target;
  }

  private void figures(Lab lab, Report report, Sample sample, Series series) {
    String size = sample.name();
    report.add(
        series
            .figure(size, Unit.SECONDS, TIME)
            .note("JVM start included; the reference by S3 over HTTP from this machine"));
    lab.reference()
        .map(reference -> series.of(reference.name(), TIME))
        .ifPresent(theirs -> report.add(ratio(lab, size, series, theirs)));
    report.add(series.figure(size + ", requests", Unit.COUNT, REQUESTS));
  }

  private Figure ratio(Lab lab, String size, Series series, Samples theirs) {
    Samples ours = series.of(lab.ours().name(), TIME);
    return Figure.of(name(), size + " ÷ reference", Unit.RATIO, ours.over(theirs))
        .goal(Goal.atMost(0.4));
  }
}
