package dev.seseragi.cli.text;

/** Sizes for people. */
public final class Sizes {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Sizes() {}

  /** With a unit of 1000 and one fraction digit below 10: {@code 83 B}, {@code 4.1 kB}. */
  public static String human(long bytes) {
    if (bytes < 10) {
      return bytes + " B";
    }
    int unit = 0;
    double scale = 1;
    while (bytes / scale >= 1_000 && unit < UNITS.length - 1) {
      unit++;
      scale *= 1_000;
    }
    double tenths = Math.floor(bytes / scale * 10 + 0.5);
    String number =
        unit > 0 && tenths < 100
            ? "%d.%d".formatted((long) tenths / 10, (long) tenths % 10)
            : Long.toString(Math.round(tenths / 10));
    return number + " " + UNITS[unit];
  }
}
