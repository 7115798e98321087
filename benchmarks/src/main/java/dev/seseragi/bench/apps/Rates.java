package dev.seseragi.bench.apps;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Served;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Requests a second on a database of two users, by kind, keeping and connections. */
final class Rates {
  private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
  private static final int COMPARED = 16;
  private static final String RATE = "rate ";
  private static final String P95 = "p95 ";

  private final Lab lab;
  private final LocalS3 s3;
  private final Series series;

  Rates(Lab lab, LocalS3 s3, Series series) {
    this.lab = lab;
    this.s3 = s3;
    this.series = series;
  }

  void measure(Keeping keeping) throws Exception {
    Path folder = lab.folder("users");
    s3.delay(keeping.distance());
    try (Served app =
        UsersApp.start(lab, folder.resolve("users.db"), keeping.environment(s3, folder))) {
      for (Kind kind : kinds(keeping)) {
        for (int connections : CONNECTIONS) {
          HttpLoad.Result result =
              new HttpLoad(app.port(), kind.requests())
                  .run(
                      connections,
                      Duration.ofSeconds(lab.quickOr(1, 5)),
                      Duration.ofSeconds(lab.quickOr(2, 10)));
          String metric = metric(kind, keeping, connections);
          series.add(UsersApp.NAME, RATE + metric, result.perSecond());
          series.add(UsersApp.NAME, P95 + metric, result.p95Millis());
        }
      }
      series.add(UsersApp.NAME, UsersApp.RSS, app.usage().peakRssBytes());
      app.end();
    }
    s3.delay(Duration.ZERO);
    lab.discard(folder);
  }

  /** Where the store is does not matter to reads: nothing is being written. */
  private static List<Kind> kinds(Keeping keeping) {
    return keeping == Keeping.FAR ? List.of(Kind.POST) : List.of(Kind.values());
  }

  private static String metric(Kind kind, Keeping keeping, int connections) {
    return kind + " " + keeping + " " + connections;
  }

  void report(Report report) {
    for (Keeping keeping : Keeping.values()) {
      for (Kind kind : kinds(keeping)) {
        for (int connections : CONNECTIONS) {
          report(report, kind, keeping, connections);
        }
      }
    }
  }

  private void report(Report report, Kind kind, Keeping keeping, int connections) {
    String name = "%s, %s, %d at once".formatted(kind.words(), keeping.words(), connections);
    String metric = metric(kind, keeping, connections);
    Figure rate = series.figureOf(UsersApp.NAME, name, Unit.PER_SECOND, RATE + metric);
    boolean isCompared = keeping == Keeping.ASYNC && connections == COMPARED;
    report.add(
        isCompared
            ? rate.goal(Goal.atLeast(kind.goal()))
                .note("twice Hono with better-sqlite3 on a machine of 2 cores")
            : rate);
    report.add(series.figureOf(UsersApp.NAME, name + ", p95", Unit.MILLIS, P95 + metric));
  }
}
