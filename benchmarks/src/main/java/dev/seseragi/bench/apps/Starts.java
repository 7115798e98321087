package dev.seseragi.bench.apps;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.SampleDatabase;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Served;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How soon after its start the users API answers, and how much CPU that takes. */
final class Starts {
  private static final List<Integer> MEGABYTES = List.of(10, 100);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS = 1e3;
  private static final String TIME = "start ";
  private static final String CPU = "start cpu ";
  private static final String LOCAL = "local";

  private final Lab lab;
  private final LocalS3 s3;
  private final Series series;

  Starts(Lab lab, LocalS3 s3, Series series) {
    this.lab = lab;
    this.s3 = s3;
    this.series = series;
  }

  void measure() throws Exception {
    int rounds = lab.quickOr(3, 9);
    Path folder = lab.folder("starts");
    for (int round = 1; round <= rounds; round++) {
      lab.say("start without a replica, round %d of %d".formatted(round, rounds));
      start(LOCAL, folder.resolve("local-" + round), Map.of());
    }
    for (int megabytes : MEGABYTES) {
      measure(megabytes, rounds, folder);
    }
    lab.discard(folder);
  }

  private void measure(int megabytes, int rounds, Path folder) throws Exception {
    Path template = folder.resolve("template-" + megabytes + ".db");
    SampleDatabase.create(template, megabytes * 1_000_000L, new UserRows());
    Path replica = folder.resolve("replica-" + megabytes);
    var _ = lab.ours().replicateOnce(template, replica);
    String prefix = "starts-" + megabytes;
    // A database goes on where it was replicated to first; another place wants another copy.
    Path copy = Files.copy(template, folder.resolve("copy-" + megabytes + ".db"));
    var _ = s3.client(lab.ours()).replicateOnce(copy, s3.url(prefix));
    for (int round = 1; round <= rounds; round++) {
      lab.say("start with a restore of %d MB, round %d of %d".formatted(megabytes, round, rounds));
      String own = megabytes + "-" + round;
      start(
          "file " + megabytes,
          folder.resolve("file-" + own),
          Map.of("SESERAGI_REPLICA_URL", Program.url(replica)));
      Map<String, String> environment = new HashMap<>(s3.environment());
      environment.put("SESERAGI_REPLICA_URL", s3.url(prefix));
      start("s3 " + megabytes, folder.resolve("s3-" + own), environment);
    }
  }

  private void start(String metric, Path database, Map<String, String> environment)
      throws IOException, InterruptedException {
    lab.settleDisk();
    try (Served app = UsersApp.start(lab, database, environment)) {
      series.add(UsersApp.NAME, CPU + metric, app.usage().cpuSeconds() * MILLIS);
      series.add(UsersApp.NAME, TIME + metric, app.firstAnswer().toNanos() / NANOS_PER_MILLI);
      app.end();
    }
  }

  void report(Report report) {
    report(report, "start, no replica", LOCAL);
    for (int megabytes : MEGABYTES) {
      for (String from : List.of("file", "s3")) {
        String name = "start, %d MB restored, %s".formatted(megabytes, from);
        report(report, name, from + " " + megabytes);
      }
    }
  }

  private void report(Report report, String name, String metric) {
    report.add(series.figureOf(UsersApp.NAME, name, Unit.MILLIS, TIME + metric));
    report.add(series.figureOf(UsersApp.NAME, name + ", CPU", Unit.MILLIS, CPU + metric));
  }
}
