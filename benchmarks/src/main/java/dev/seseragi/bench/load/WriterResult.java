package dev.seseragi.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an application had to say about its commits; one line of output.
 *
 * @param warmUpCommits commits before the measurement
 * @param commits commits of the measurement
 * @param seconds how long it took
 * @param p50Nanos how long half of the commits took at most
 * @param p999Nanos the same for 99.9 %
 * @param maxNanos the longest
 * @param maxWalBytes the largest WAL, warm-up included
 */
public record WriterResult(
    long warmUpCommits,
    long commits,
    double seconds,
    long p50Nanos,
    long p999Nanos,
    long maxNanos,
    long maxWalBytes) {

  private static final String MARK = "result ";

  static WriterResult of(CommitLoop.Result warmUp, CommitLoop.Result result, long maxWalBytes) {
    Histogram commits = result.commits();
    return new WriterResult(
        warmUp.commits().count(),
        commits.count(),
        result.seconds(),
        commits.quantileNanos(0.5),
        commits.quantileNanos(0.999),
        commits.maxNanos(),
        maxWalBytes);
  }

  /** Commits a second. */
  public double perSecond() {
    return commits / seconds;
  }

  /** For {@link #parse}. */
  public String line() {
    return MARK
        + "warmUpCommits=%d commits=%d seconds=%s p50Nanos=%d p999Nanos=%d maxNanos=%d maxWalBytes=%d"
            .formatted(warmUpCommits, commits, seconds, p50Nanos, p999Nanos, maxNanos, maxWalBytes);
  }

  /** Finds the line in an application's output. */
  public static WriterResult parse(String output) {
    String line =
        output
            .lines()
            .filter(candidate -> candidate.startsWith(MARK))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("the writer gave no result: " + output.strip()));
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : line.substring(MARK.length()).split(" ", -1)) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return new WriterResult(
        number(fields, "warmUpCommits"),
        number(fields, "commits"),
        Double.parseDouble(fields.getOrDefault("seconds", "")),
        number(fields, "p50Nanos"),
        number(fields, "p999Nanos"),
        number(fields, "maxNanos"),
        number(fields, "maxWalBytes"));
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, ""));
  }
}
