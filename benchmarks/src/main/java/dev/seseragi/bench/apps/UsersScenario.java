package dev.seseragi.bench.apps;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.Series;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Unit;
import dev.seseragi.bench.s3.LocalS3;
import java.util.List;

/** The users API: requests a second, a crowd, the time to its first answer, memory. */
public final class UsersScenario implements Scenario {
  private static final double MOST_RSS = 200e6;

  /** A scenario. */
  public UsersScenario() {}

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
      Rates rates = new Rates(lab, s3, series);
      Crowd crowd = new Crowd(lab, s3, series);
      Starts starts = new Starts(lab, s3, series);
      int rounds = lab.quickOr(1, 3);
      for (int round = 1; round <= rounds; round++) {
        for (Keeping keeping : Keeping.values()) {
          lab.say("requests, %s, round %d of %d".formatted(keeping.words(), round, rounds));
          rates.measure(keeping);
        }
        for (Keeping keeping : List.of(Keeping.ASYNC, Keeping.FAR)) {
          lab.say("10,000 users, %s, round %d of %d".formatted(keeping.words(), round, rounds));
          crowd.measure(keeping);
        }
      }
      starts.measure();
      rates.report(report);
      crowd.report(report);
      report.add(
          series
              .figureOf(UsersApp.NAME, "memory at most (RSS)", Unit.BYTES, UsersApp.RSS)
              .goal(Goal.atMost(MOST_RSS)));
      starts.report(report);
    }
  }
}
