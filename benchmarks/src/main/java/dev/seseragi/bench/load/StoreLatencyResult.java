package dev.seseragi.bench.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link StoreLatencyMain} or {@link DurableMain} measured, in nanoseconds; one line of
 * output.
 *
 * @param commitP50 until a commit is in the store, for half of them at most
 * @param commitP99 the same for 99 %
 * @param putP50 a PUT of the same bytes
 * @param putP99 the same for 99 %
 */
public record StoreLatencyResult(long commitP50, long commitP99, long putP50, long putP99) {
  private static final Pattern LINE =
      Pattern.compile("commit p50=(\\d+) p99=(\\d+), put p50=(\\d+) p99=(\\d+)");

  static StoreLatencyResult of(Histogram commits, Histogram puts) {
    return new StoreLatencyResult(
        commits.quantileNanos(0.5),
        commits.quantileNanos(0.99),
        puts.quantileNanos(0.5),
        puts.quantileNanos(0.99));
  }

  String line() {
    return "commit p50=%d p99=%d, put p50=%d p99=%d"
        .formatted(commitP50, commitP99, putP50, putP99);
  }

  /** Finds the line in a program's output. */
  public static StoreLatencyResult parse(String output) {
    Matcher line = LINE.matcher(output);
    if (!line.find()) {
      throw new IllegalStateException("no result: " + output.strip());
    }
    return new StoreLatencyResult(
        Long.parseLong(line.group(1)),
        Long.parseLong(line.group(2)),
        Long.parseLong(line.group(3)),
        Long.parseLong(line.group(4)));
  }
}
