package dev.seseragi.bench.apps;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.process.Served;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Reads through {@code seseragi run -proxy} beside the same program alone, while nothing is to be
 * stored: what the proxy and its question cost.
 */
public final class GateScenario implements Scenario {
  private static final List<Integer> CONNECTIONS = List.of(1, 16);
  private static final String ALONE = "alone";
  private static final String GATED = "through the gate";
  private static final String ADDED = "added";
  private static final String RATE = "rate ";
  private static final String P50 = "p50 ";
  private static final double MOST_ADDED_MILLIS = 1;

  /** A scenario. */
  public GateScenario() {}

  @Override
  public String name() {
    return "gate";
  }

  @Override
  public String question() {
    return "What does the output gate add to a reply while nothing is to be stored?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Series series = new Series(name(), lab);
    int rounds = lab.quickOr(1, 3);
    for (int round = 1; round <= rounds; round++) {
      lab.say("reads, alone and through the gate, round %d of %d".formatted(round, rounds));
      Path folder = lab.folder(name());
      Path database = folder.resolve("users.db");
      double[] alone;
      try (Served app = UsersApp.start(lab, database, Map.of())) {
        alone = measure(lab, app, ALONE, series);
        app.end();
      }
      try (Served app = UsersApp.startBehindProxy(lab, database, folder.resolve("replica"))) {
        double[] gated = measure(lab, app, GATED, series);
        for (int i = 0; i < gated.length; i++) {
          series.add(ADDED, P50 + CONNECTIONS.get(i), gated[i] - alone[i]);
        }
        app.end();
      }
      lab.discard(folder);
    }
    CONNECTIONS.forEach(connections -> report(report, series, connections));
  }

  /** The median of each number of connections, in milliseconds. */
  private static double[] measure(Lab lab, Served app, String subject, Series series)
      throws Exception {
    double[] medians = new double[CONNECTIONS.size()];
    for (int i = 0; i < medians.length; i++) {
      HttpLoad.Result result =
          new HttpLoad(app.port(), Kind.ONE.requests())
              .run(
                  CONNECTIONS.get(i),
                  Duration.ofSeconds(lab.quickOr(2, 8)),
                  Duration.ofSeconds(lab.quickOr(2, 10)));
      medians[i] = result.p50Millis();
      series.add(subject, RATE + CONNECTIONS.get(i), result.perSecond());
      series.add(subject, P50 + CONNECTIONS.get(i), medians[i]);
    }
    return medians;
  }

  private static void report(Report report, Series series, int connections) {
    String with = ", %d at once".formatted(connections);
    for (String subject : List.of(ALONE, GATED)) {
      report.add(series.figureOf(subject, subject + with, Unit.PER_SECOND, RATE + connections));
      report.add(
          series.figureOf(subject, subject + with + ", p50", Unit.MILLIS, P50 + connections));
    }
    Figure added =
        series.figureOf(ADDED, "the gate adds" + with + ", p50", Unit.MILLIS, P50 + connections);
    report.add(added.goal(Goal.atMost(MOST_ADDED_MILLIS)));
  }
}
