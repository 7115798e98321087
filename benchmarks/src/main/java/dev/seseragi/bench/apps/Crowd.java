package dev.seseragi.bench.apps;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.load.Histogram;
import dev.seseragi.bench.process.Served;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import dev.seseragi.bench.s3.StoredObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What the users API is held to: 10,000 users, 64 clients, one request after the other each. An
 * answer that is no success ends the run.
 */
final class Crowd {
  private static final int USERS = 10_000;
  private static final int CLIENTS = 64;
  private static final double P95 = 0.95;
  private static final double NANOS_PER_MILLI = 1e6;

  private static final String GET = "crowd get ";
  private static final String POST = "crowd post ";
  private static final String RATE = "crowd rate ";
  private static final String PUT = "crowd put";
  private static final String BEYOND = "crowd beyond";
  private static final String LEVEL_0 = "0000";

  private final Lab lab;
  private final LocalS3 s3;
  private final Series series;

  Crowd(Lab lab, LocalS3 s3, Series series) {
    this.lab = lab;
    this.s3 = s3;
    this.series = series;
  }

  void measure(Keeping keeping) throws Exception {
    Path folder = lab.folder("crowd");
    Path database = folder.resolve("users.db");
    s3.delay(keeping.distance());
    try (Served app = UsersApp.start(lab, database, keeping.environment(s3, folder))) {
      fill(database);
      HttpLoad.Result reads = run(app, Kind.one(USERS));
      series.add(UsersApp.NAME, GET + keeping, reads.p95Millis());
      int before = s3.stored().size();
      HttpLoad.Result writes = run(app, Kind.POST.requests());
      series.add(UsersApp.NAME, POST + keeping, writes.p95Millis());
      series.add(UsersApp.NAME, RATE + keeping, writes.perSecond());
      if (keeping == Keeping.FAR) {
        double put = putP95Millis(s3.stored().subList(before, s3.stored().size()));
        series.add(UsersApp.NAME, PUT, put);
        series.add(UsersApp.NAME, BEYOND, writes.p95Millis() - put);
      }
      series.add(UsersApp.NAME, UsersApp.RSS, app.usage().peakRssBytes());
      app.end();
    }
    s3.delay(Duration.ZERO);
    lab.discard(folder);
  }

  /** Beside the two who are there; the program is not asked 10,000 times. */
  private static void fill(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=10000");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                  .formatted(USERS)
              + " INSERT INTO users(id, first_name, last_name)"
              + " SELECT i, 'Ichiro ' || i, 'Tanaka' FROM n");
    }
  }

  private HttpLoad.Result run(Served app, IntFunction<byte[]> requests) throws Exception {
    return new HttpLoad(app.port(), requests)
        .run(
            CLIENTS, Duration.ofSeconds(lab.quickOr(3, 8)), Duration.ofSeconds(lab.quickOr(3, 10)));
  }

  private static double putP95Millis(List<StoredObject> stored) {
    Histogram times = new Histogram();
    stored.stream()
        .filter(object -> object.folder().endsWith(LEVEL_0))
        .forEach(object -> times.add(Duration.between(object.begun(), object.done()).toNanos()));
    return times.quantileNanos(P95) / NANOS_PER_MILLI;
  }

  void report(Report report) {
    for (Keeping keeping : List.of(Keeping.ASYNC, Keeping.FAR)) {
      String where = ", 10,000 users, 64 at once, " + keeping.words();
      report.add(
          series
              .figureOf(UsersApp.NAME, "GET one, p95" + where, Unit.MILLIS, GET + keeping)
              .goal(Goal.atMost(10)));
      var post = series.figureOf(UsersApp.NAME, "POST, p95" + where, Unit.MILLIS, POST + keeping);
      report.add(keeping == Keeping.FAR ? post : post.goal(Goal.atMost(25)));
      var rate = series.figureOf(UsersApp.NAME, "POST" + where, Unit.PER_SECOND, RATE + keeping);
      report.add(keeping == Keeping.FAR ? rate.goal(Goal.atLeast(200)) : rate);
    }
    report.add(series.figureOf(UsersApp.NAME, "the store's PUT then, p95", Unit.MILLIS, PUT));
    report.add(
        series
            .figureOf(UsersApp.NAME, "POST beyond the store's PUT, p95", Unit.MILLIS, BEYOND)
            .goal(Goal.atMost(60)));
  }
}
