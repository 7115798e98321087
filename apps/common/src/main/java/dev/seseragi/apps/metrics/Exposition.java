package dev.seseragi.apps.metrics;

/** Text in the making. For one thread. */
public final class Exposition {
  /** The media type. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double LARGEST_EXACT = 1e15;

  private final StringBuilder text = new StringBuilder();

  /** Nothing yet. */
  public Exposition() {}

  /** Begins a family: one or more samples of that name follow. */
  public Exposition family(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /**
   * A sample.
   *
   * @param labels names and values in turn
   */
  public Exposition sample(String name, double value, String... labels) {
    text.append(name);
    for (int i = 0; i + 1 < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      text.append(escape(labels[i + 1])).append('"');
    }
    text.append(labels.length == 0 ? " " : "} ").append(number(value)).append('\n');
    return this;
  }

  /** A family of one value that goes up and down. */
  public Exposition gauge(String name, String help, double value) {
    return family(name, "gauge", help).sample(name, value);
  }

  /** A family of one value that only grows. */
  public Exposition counter(String name, String help, double value) {
    return family(name, "counter", help).sample(name, value);
  }

  /** The whole. */
  @Override
  public String toString() {
    return text.toString();
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
