package dev.seseragi.apps.database;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as a database keeps them. */
public final class StoredTime {
  // Instant writes as many digits as it needs, which would not sort.
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private StoredTime() {}

  /**
   * UTC, {@code 2026-11-21T07:48:25.123Z}: always three digits of a second, so that texts sort as
   * times do.
   */
  public static String text(Instant time) {
    return FORM.format(time);
  }
}
