package dev.seseragi.bench.report;

import java.util.Locale;

/** In what a figure is counted, and how people read it. */
public enum Unit {
  /** Seconds. */
  SECONDS("s"),
  /** Milliseconds. */
  MILLIS("ms"),
  /** Bytes; shown with a unit of 1,000. */
  BYTES("bytes"),
  /** So many a second. */
  PER_SECOND("/s"),
  /** One quantity in terms of another. */
  RATIO("ratio"),
  /** Percent of one core. */
  CORE_PERCENT("% of a core"),
  /** CPU seconds for each GB (10⁹ bytes). */
  SECONDS_PER_GB("s/GB"),
  /** US dollars. */
  DOLLARS("USD"),
  /** A plain number. */
  COUNT("count");

  private static final String[] SIZES = {"B", "kB", "MB", "GB"};
  private static final double THOUSAND = 1_000;

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** As JSON names it. */
  public String symbol() {
    return symbol;
  }

  /** As the table shows it. */
  public String show(double value) {
    return switch (this) {
      case BYTES -> size(value);
      case COUNT -> value == Math.rint(value) ? rounded(value) : digits(value);
      case DOLLARS -> String.format(Locale.ROOT, "$%,.2f", value);
      case PER_SECOND -> rounded(value) + "/s";
      case RATIO -> String.format(Locale.ROOT, "%.2f ×", value);
      case SECONDS, MILLIS, SECONDS_PER_GB -> digits(value) + " " + symbol;
      case CORE_PERCENT -> digits(value) + " %";
    };
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** Three digits, or all that stand before the point. */
  private static String digits(double value) {
    double size = Math.abs(value);
    int fraction = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + fraction + "f", value);
  }

  private static String size(double bytes) {
    int unit = 0;
    double scaled = bytes;
    while (scaled >= THOUSAND && unit < SIZES.length - 1) {
      scaled /= THOUSAND;
      unit++;
    }
    return (unit == 0 ? rounded(scaled) : digits(scaled)) + " " + SIZES[unit];
  }
}
