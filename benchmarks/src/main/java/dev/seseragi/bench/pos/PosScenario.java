package dev.seseragi.bench.pos;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.process.Served;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The point of sale with thirty devices: what they wait for, in both modes; its start; memory. */
public final class PosScenario implements Scenario {
  private static final String APP = PosApp.NAME;
  private static final int PAST = 10_000;
  private static final Duration FAR = Duration.ofMillis(50);

  /** So many orders make a database of 10 MB. */
  private static final int ORDERS_OF_10_MB = 36_000;

  private static final double MILLION = 1e6;
  private static final double P95 = 0.95;
  private static final String BYTES = "first bytes";
  private static final String REQUESTS = "first requests";
  private static final String RSS = "rss";
  private static final String READY = "ready ";
  private static final List<String> FIRST_PAGES =
      List.of("/", "/register", "/reception", "/kitchen", "/order_table", "/call");

  /** A scenario. */
  public PosScenario() {}

  @Override
  public String name() {
    return APP;
  }

  @Override
  public String question() {
    return "How long do thirty devices of a festival wait, and is every order there?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    try (LocalS3 s3 = LocalS3.start(lab)) {
      for (boolean isDurable : List.of(false, true)) {
        afternoon(lab, s3, isDurable, series);
        for (Kind kind : Kind.values()) {
          report.add(
              figure(series, kind.words(), Unit.MILLIS, isDurable)
                  .goal(Goal.atMost(kind.goalMillis(isDurable))));
        }
        events(report, series, isDurable);
        for (String nothing : List.of("5xx", "surprises", "lost", "doubled", "wrong")) {
          report.add(figure(series, nothing, Unit.COUNT, isDurable).goal(Goal.atMost(0)));
        }
        report.add(figure(series, RSS, Unit.BYTES, isDurable).goal(Goal.atMost(300 * MILLION)));
        report.add(figure(series, "cpu", Unit.CORE_PERCENT, isDurable));
      }
    }
    starts(lab, series);
    report.add(
        series.figureOf(APP, "page load, at most", Unit.BYTES, BYTES).goal(Goal.atMost(120_000)));
    report.add(
        series.figureOf(APP, "page load, requests", Unit.COUNT, REQUESTS).goal(Goal.atMost(8)));
    for (String kind : List.of("local", "replicated")) {
      report.add(
          series
              .figureOf(APP, "start to ready, 10 MB, " + kind, Unit.MILLIS, READY + kind)
              .goal(Goal.atMost(1_500)));
    }
  }

  private static String metric(String name, boolean isDurable) {
    return name + (isDurable ? " durable" : " async");
  }

  private static Figure figure(Series series, String name, Unit unit, boolean isDurable) {
    String words = isDurable ? ", durable, S3 50 ms away" : ", async";
    String what = unit == Unit.MILLIS ? ", p95" : "";
    return series.figureOf(APP, name + words + what, unit, metric(name, isDurable));
  }

  private static void events(Report report, Series series, boolean isDurable) {
    String words = isDurable ? ", durable" : ", async";
    report.add(
        series
            .figureOf(
                APP,
                "answer to event" + words + ", p95",
                Unit.MILLIS,
                metric("event p95", isDurable))
            .goal(Goal.atMost(300)));
    report.add(
        series
            .figureOf(
                APP,
                "answer to event" + words + ", max",
                Unit.MILLIS,
                metric("event max", isDurable))
            .goal(Goal.atMost(1_000)));
  }

  private static void afternoon(Lab lab, LocalS3 s3, boolean isDurable, Series series)
      throws Exception {
    Path folder = lab.folder("pos");
    Path database = folder.resolve("pos.db");
    PosApp.migrate(lab, database);
    PastOrders.add(database, PAST);
    s3.delay(isDurable ? FAR : Duration.ZERO);
    String url = s3.url(String.valueOf(folder.getFileName()));
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.put("SESERAGI_MODE", isDurable ? "durable" : "async");
    environment.put("SESERAGI_REPLICA_URL", url);
    try (Served app = PosApp.start(lab, database, environment)) {
      if (!isDurable) {
        firstLoads(app, series);
      }
      Duration counted = Duration.ofSeconds(lab.quickOr(30, 300));
      lab.say(
          "%s, %d s of thirty devices"
              .formatted(isDurable ? "durable" : "async", counted.toSeconds()));
      Stall stall = new Stall(new Site(app.port()));
      double before = app.usage().cpuSeconds();
      long begin = System.nanoTime();
      stall.run(Duration.ofSeconds(lab.quickOr(10, 20)), counted);
      double seconds = (System.nanoTime() - begin) / (1_000 * MILLION);
      series.add(
          APP, metric("cpu", isDurable), 100 * (app.usage().cpuSeconds() - before) / seconds);
      series.add(APP, metric(RSS, isDurable), app.usage().peakRssBytes());
      app.end();
      note(series, stall, isDurable);
      Path restored = folder.resolve("restored.db");
      var _ = s3.client(lab.ours()).restore(url, restored);
      note(lab, series, stall, List.of(database, restored), isDurable);
    }
    s3.delay(Duration.ZERO);
    lab.discard(folder);
  }

  private static void firstLoads(Served app, Series series)
      throws IOException, InterruptedException {
    long bytes = 0;
    int requests = 0;
    try (Site site = new Site(app.port())) {
      for (String page : FIRST_PAGES) {
        FirstLoad load = FirstLoad.of(site, page);
        bytes = Math.max(bytes, load.bytes());
        requests = Math.max(requests, load.requests());
      }
    }
    series.add(APP, BYTES, bytes);
    series.add(APP, REQUESTS, (long) requests);
  }

  private static void note(Series series, Stall stall, boolean isDurable) {
    Notes notes = stall.notes();
    for (Kind kind : Kind.values()) {
      series.add(
          APP, metric(kind.words(), isDurable), notes.times(kind).quantileNanos(P95) / MILLION);
    }
    Notes.Spread spread = notes.spread();
    series.add(APP, metric("event p95", isDurable), spread.times().quantileNanos(P95) / MILLION);
    series.add(APP, metric("event max", isDurable), spread.times().maxNanos() / MILLION);
    series.add(APP, metric("5xx", isDurable), (long) notes.serverErrors());
    series.add(
        APP, metric("surprises", isDurable), (long) notes.surprises().size() + spread.missing());
  }

  /** Of the database that was written, and of what comes back from the replica. */
  private static void note(
      Lab lab, Series series, Stall stall, List<Path> databases, boolean isDurable)
      throws Exception {
    int lost = 0;
    long doubled = 0;
    long wrong = 0;
    for (Path database : databases) {
      Books books = Books.of(database, stall.confirmed(), PAST);
      lost += books.lost();
      doubled += books.doubled();
      wrong += books.wrong();
    }
    series.add(APP, metric("lost", isDurable), (long) lost);
    series.add(APP, metric("doubled", isDurable), doubled);
    series.add(APP, metric("wrong", isDurable), wrong);
    Notes notes = stall.notes();
    lab.say(
        "%d orders, %d status changes, %d pages and fragments, %d of the history"
            .formatted(
                stall.confirmed().size(),
                notes.times(Kind.STATUS).count(),
                notes.times(Kind.PAGE).count(),
                notes.times(Kind.HISTORY).count()));
    notes.surprises().stream().limit(5).forEach(lab::say);
  }

  private static void starts(Lab lab, Series series) throws Exception {
    Path folder = lab.folder("pos-starts");
    Path database = folder.resolve("pos.db");
    PosApp.migrate(lab, database);
    PastOrders.add(database, ORDERS_OF_10_MB);
    lab.say("start with a database of %.1f MB".formatted(Files.size(database) / MILLION));
    Map<String, String> replicated =
        Map.of("SESERAGI_REPLICA_URL", Program.url(folder.resolve("replica")));
    for (int round = 0; round < lab.quickOr(3, 7); round++) {
      start(lab, series, "local", database, Map.of());
    }
    // The first one makes the replica, and does not count.
    try (Served first = PosApp.start(lab, database, replicated)) {
      first.end();
    }
    for (int round = 0; round < lab.quickOr(3, 7); round++) {
      start(lab, series, "replicated", database, replicated);
    }
    lab.discard(folder);
  }

  private static void start(
      Lab lab, Series series, String kind, Path database, Map<String, String> environment)
      throws IOException, InterruptedException {
    lab.settleDisk();
    try (Served app = PosApp.start(lab, database, environment)) {
      series.add(APP, READY + kind, app.firstAnswer().toNanos() / MILLION);
      app.end();
    }
  }
}
