package dev.seseragi.bench.pos;

/** What devices wait for. */
enum Kind {
  /** An order that is confirmed. */
  CONFIRM("confirm an order", 40, 180),
  /** A step of an order. */
  STATUS("status change", 30, 170),
  /** A page, or a part of one that is fetched again; not the history's. */
  PAGE("page or fragment", 80, 190),
  /** The history at any depth, in any order, with any filter. */
  HISTORY("history", 80, 190),
  /** The report as JSON. */
  SALES("/api/sales", 50, 160);

  private final String words;
  private final double asyncMillis;
  private final double durableMillis;

  Kind(String words, double asyncMillis, double durableMillis) {
    this.words = words;
    this.asyncMillis = asyncMillis;
    this.durableMillis = durableMillis;
  }

  String words() {
    return words;
  }

  /** What 95 of 100 may take at most. */
  double goalMillis(boolean isDurable) {
    return isDurable ? durableMillis : asyncMillis;
  }
}
