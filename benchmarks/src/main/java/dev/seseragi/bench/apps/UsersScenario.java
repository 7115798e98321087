package dev.seseragi.bench.apps;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Program;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/** The users API: requests a second, the time to its first answer, memory. */
public final class UsersScenario implements Scenario {
  private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
  private static final List<Integer> MEGABYTES = List.of(10, 100);
  private static final Duration FAR = Duration.ofMillis(50);
  private static final int COMPARED = 16;
  private static final double MILLION = 1e6;
  private static final String APP = "users-api";
  private static final String RATE = "rate ";
  private static final String P95 = "p95 ";
  private static final String RSS = "rss";
  private static final String START = "start ";

  /** What runs on such a machine beside it: twice what Hono with better-sqlite3 answers. */
  private static final Map<Kind, Double> GOALS =
      Map.of(Kind.ONE, 24_600.0, Kind.LIST, 25_400.0, Kind.POST, 10_800.0);

  /** A scenario. */
  public UsersScenario() {}

  /** What is asked for. */
  private enum Kind {
    ONE("GET /users/1"),
    LIST("GET /users, 2 users"),
    POST("POST /users");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** How commits are kept. */
  private enum Keeping {
    ASYNC("async, to a directory"),
    DURABLE("durable, to a directory"),
    FAR("durable, S3 50 ms away");

    private final String words;

    Keeping(String words) {
      this.words = words;
    }
  }

  @Override
  public String name() {
    return "apps";
  }

  @Override
  public String question() {
    return "What does the users API answer in a second, and how soon after its start?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    try (LocalS3 s3 = LocalS3.start(lab)) {
      int rounds = lab.quickOr(1, 3);
      for (int round = 1; round <= rounds; round++) {
        for (Keeping keeping : Keeping.values()) {
          lab.say("requests, %s, round %d of %d".formatted(keeping.words, round, rounds));
          requests(lab, s3, keeping, series);
        }
      }
      starts(lab, s3, series);
    }
    figures(report, series);
  }

  private static void requests(Lab lab, LocalS3 s3, Keeping keeping, Series series)
      throws Exception {
    Path folder = lab.folder("users");
    s3.delay(keeping == Keeping.FAR ? FAR : Duration.ZERO);
    try (UsersApp app =
        UsersApp.start(lab, folder.resolve("users.db"), environment(s3, keeping, folder))) {
      for (Kind kind : Kind.values()) {
        for (int connections : CONNECTIONS) {
          if (keeping == Keeping.FAR && kind != Kind.POST) {
            continue;
          }
          HttpLoad.Result result =
              new HttpLoad(app.port(), requestsOf(kind))
                  .run(
                      connections,
                      Duration.ofSeconds(lab.quickOr(1, 5)),
                      Duration.ofSeconds(lab.quickOr(2, 10)));
          String metric = metric(kind, keeping, connections);
          series.add(APP, RATE + metric, result.perSecond());
          series.add(APP, P95 + metric, result.p95Millis());
        }
      }
      series.add(APP, RSS, app.peakRssBytes());
      app.end();
    }
    s3.delay(Duration.ZERO);
    lab.discard(folder);
  }

  private static Map<String, String> environment(LocalS3 s3, Keeping keeping, Path folder) {
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.put("USERS_ACCESS_LOG", "errors");
    environment.put("SESERAGI_MODE", keeping == Keeping.ASYNC ? "async" : "durable");
    environment.put(
        "SESERAGI_REPLICA_URL",
        keeping == Keeping.FAR
            ? s3.url(String.valueOf(folder.getFileName()))
            : Program.url(folder.resolve("replica")));
    return environment;
  }

  private static String metric(Kind kind, Keeping keeping, int connections) {
    return kind + " " + keeping + " " + connections;
  }

  private static IntFunction<byte[]> requestsOf(Kind kind) {
    return switch (kind) {
      case ONE -> fixed("GET /users/1");
      case LIST -> fixed("GET /users");
      case POST -> UsersScenario::post;
    };
  }

  private static IntFunction<byte[]> fixed(String line) {
    byte[] bytes = (line + " HTTP/1.1\r\nHost: l\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    return n -> bytes;
  }

  private static byte[] post(int n) {
    String body = "{\"first_name\":\"Ichiro%d\",\"last_name\":\"Tanaka\"}".formatted(n);
    String head =
        "POST /users HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nContent-Length: ";
    return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
  }

  private static void starts(Lab lab, LocalS3 s3, Series series) throws Exception {
    int rounds = lab.quickOr(3, 7);
    Path folder = lab.folder("starts");
    for (int round = 1; round <= rounds; round++) {
      lab.say("start without a replica, round %d of %d".formatted(round, rounds));
      start(lab, series, "local", folder.resolve("local-" + round), Map.of());
    }
    for (int megabytes : MEGABYTES) {
      Path template = folder.resolve("template-" + megabytes + ".db");
      UsersDatabase.create(template, megabytes * 1_000_000L);
      Path replica = folder.resolve("replica-" + megabytes);
      var _ = lab.ours().replicateOnce(template, replica);
      String prefix = "starts-" + megabytes;
      // A database goes on where it was replicated to first; another place wants another copy.
      Path copy = Files.copy(template, folder.resolve("copy-" + megabytes + ".db"));
      var _ = s3.client(lab.ours()).replicateOnce(copy, s3.url(prefix));
      for (int round = 1; round <= rounds; round++) {
        lab.say(
            "start with a restore of %d MB, round %d of %d".formatted(megabytes, round, rounds));
        String own = megabytes + "-" + round;
        start(
            lab,
            series,
            "file " + megabytes,
            folder.resolve("file-" + own),
            Map.of("SESERAGI_REPLICA_URL", Program.url(replica)));
        Map<String, String> environment = new HashMap<>(s3.environment());
        environment.put("SESERAGI_REPLICA_URL", s3.url(prefix));
        start(lab, series, "s3 " + megabytes, folder.resolve("s3-" + own), environment);
      }
    }
    lab.discard(folder);
  }

  private static void start(
      Lab lab, Series series, String metric, Path database, Map<String, String> environment)
      throws IOException, InterruptedException {
    lab.settleDisk();
    try (UsersApp app = UsersApp.start(lab, database, environment)) {
      series.add(APP, START + metric, app.firstAnswer().toNanos() / MILLION);
      app.end();
    }
  }

  private static void figures(Report report, Series series) {
    for (Keeping keeping : Keeping.values()) {
      for (Kind kind : Kind.values()) {
        for (int connections : CONNECTIONS) {
          if (keeping != Keeping.FAR || kind == Kind.POST) {
            figures(report, series, kind, keeping, connections);
          }
        }
      }
    }
    report.add(
        series
            .figureOf(APP, "memory at most (RSS)", Unit.BYTES, RSS)
            .goal(Goal.atMost(200 * MILLION)));
    report.add(series.figureOf(APP, "start, no replica", Unit.MILLIS, START + "local"));
    for (int megabytes : MEGABYTES) {
      for (String from : List.of("file", "s3")) {
        report.add(
            series.figureOf(
                APP,
                "start, %d MB restored, %s".formatted(megabytes, from),
                Unit.MILLIS,
                START + from + " " + megabytes));
      }
    }
  }

  private static void figures(
      Report report, Series series, Kind kind, Keeping keeping, int connections) {
    String name = "%s, %s, %d at once".formatted(kind.words, keeping.words, connections);
    String metric = metric(kind, keeping, connections);
    Figure rate = series.figureOf(APP, name, Unit.PER_SECOND, RATE + metric);
    boolean isCompared = keeping == Keeping.ASYNC && connections == COMPARED;
    report.add(
        isCompared
            ? rate.goal(Goal.atLeast(Objects.requireNonNull(GOALS.get(kind))))
                .note("twice Hono with better-sqlite3 on a machine of 2 cores")
            : rate);
    report.add(series.figureOf(APP, name + ", p95", Unit.MILLIS, P95 + metric));
  }
}
