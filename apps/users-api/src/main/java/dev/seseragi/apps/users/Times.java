package dev.seseragi.apps.users;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as text. */
final class Times {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code 2025-05-06T23:38:30.072Z}: always three digits, so that texts sort as times do. */
  static String iso(Instant time) {
    return ISO.format(time);
  }
}
