package dev.seseragi.bench.costs;

import dev.seseragi.bench.Lab;
import dev.seseragi.bench.Scenario;
import dev.seseragi.bench.report.Figure;
import dev.seseragi.bench.report.Goal;
import dev.seseragi.bench.report.Report;
import dev.seseragi.bench.report.Samples;
import dev.seseragi.bench.report.Unit;
import java.util.Objects;
import java.util.Optional;

/** How many requests, and bytes, each operation takes on S3. */
public final class RequestsScenario implements Scenario {
  private final Counting counting;

  /** Counts, or takes what was counted already. */
  public RequestsScenario(Counting counting) {
    this.counting = counting;
  }

  @Override
  public String name() {
    return "requests";
  }

  @Override
  public String question() {
    return "How many requests of which kind does each operation make on S3?";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Counting.Result result = counting.result(lab);
    Counts ours = Objects.requireNonNull(result.programs().get(lab.ours().name()));
    Optional<Counts> theirs = lab.reference().map(program -> result.programs().get(program.name()));
    for (Operation operation : Operation.values()) {
      Optional<Counted> other = theirs.flatMap(counts -> counts.find(operation));
      figures(report, operation, ours.of(operation), other);
    }
    lab.show(CostTables.operations(ours));
  }

  private void figures(Report report, Operation operation, Counted ours, Optional<Counted> theirs) {
    Figure requests =
        Figure.of(
                name(),
                operation.words() + ", requests",
                Unit.COUNT,
                Samples.of(ours.requests().total()))
            .against(theirs.map(counted -> Samples.of(counted.requests().total())))
            .note(kinds(ours.requests()));
    report.add(operation == Operation.IDLE ? requests.goal(Goal.atMost(0)) : requests);
    if (ours.sentBytes() > 0) {
      report.add(
          Figure.of(name(), operation.words() + ", sent", Unit.BYTES, Samples.of(ours.sentBytes()))
              .against(theirs.map(counted -> Samples.of(counted.sentBytes()))));
    }
  }

  private static String kinds(Requests requests) {
    StringBuilder kinds = new StringBuilder();
    append(kinds, requests.put(), "PUT");
    append(kinds, requests.get(), "GET");
    append(kinds, requests.head(), "HEAD");
    append(kinds, requests.list(), "LIST");
    append(kinds, requests.delete(), "DELETE");
    return kinds.toString();
  }

  private static void append(StringBuilder kinds, double count, String kind) {
    if (count > 0) {
      kinds.append(kinds.isEmpty() ? "" : ", ").append(CostTables.count(count));
      kinds.append(' ').append(kind);
    }
  }
}
