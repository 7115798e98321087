package dev.seseragi.bench.costs;

import dev.seseragi.bench.s3.RequestKind;
import dev.seseragi.bench.s3.RequestTally;

/** Numbers of requests, by what bills tell apart; averages need not be whole. */
record Requests(double put, double get, double head, double list, double delete) {
  static final Requests NONE = new Requests(0, 0, 0, 0, 0);

  static Requests of(RequestTally tally) {
    return new Requests(
        (double) tally.requests(RequestKind.PUT),
        (double) tally.requests(RequestKind.GET),
        (double) tally.requests(RequestKind.HEAD),
        (double) tally.requests(RequestKind.LIST),
        (double) tally.requests(RequestKind.DELETE));
  }

  static Requests puts(double count) {
    return new Requests(count, 0, 0, 0, 0);
  }

  static Requests gets(double count) {
    return new Requests(0, count, 0, 0, 0);
  }

  static Requests lists(double count) {
    return new Requests(0, 0, 0, count, 0);
  }

  Requests plus(Requests more) {
    return new Requests(
        put + more.put, get + more.get, head + more.head, list + more.list, delete + more.delete);
  }

  Requests times(double factor) {
    return new Requests(factor * put, factor * get, factor * head, factor * list, factor * delete);
  }

  double total() {
    return put + get + head + list + delete;
  }
}
