package dev.seseragi.cli.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Points in time as text, always UTC (RFC 3339). */
public final class Times {
  private Times() {}

  /** Whole seconds, for tables: {@code 2006-01-02T15:04:05Z}. */
  public static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Three fraction digits, for logs: {@code 2006-01-02T15:04:05.000Z}. */
  public static String millis(Instant time) {
    // By hand: building a DateTimeFormatter costs a short-lived process some 20 ms.
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24).append(utc.toLocalDate()).append('T');
    twoDigits(text, utc.getHour()).append(':');
    twoDigits(text, utc.getMinute()).append(':');
    twoDigits(text, utc.getSecond()).append('.');
    int millis = utc.getNano() / 1_000_000;
    text.append((char) ('0' + millis / 100));
    return twoDigits(text, millis % 100).append('Z').toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** As many fraction digits as there are, for JSON. */
  public static String exact(Instant time) {
    return time.toString();
  }
}
