package dev.seseragi.bench.costs;

import dev.seseragi.bench.s3.RequestTally;

/**
 * What one operation took.
 *
 * @param sentBytes bodies of requests
 * @param receivedBytes bodies of answers
 */
record Counted(Requests requests, double sentBytes, double receivedBytes) {
  static Counted of(RequestTally tally) {
    return new Counted(
        Requests.of(tally), (double) tally.sentBytes(), (double) tally.receivedBytes());
  }

  /** The share of one of {@code count} operations. */
  Counted each(double count) {
    return new Counted(requests.times(1 / count), sentBytes / count, receivedBytes / count);
  }
}
