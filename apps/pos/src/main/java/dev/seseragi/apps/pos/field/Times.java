package dev.seseragi.apps.pos.field;

import dev.seseragi.apps.database.StoredTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** How times are kept and shown. */
public final class Times {
  /** Where every stall of this application stands. */
  public static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm", Locale.ROOT).withZone(TOKYO);
  private static final DateTimeFormatter SHOWN_TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT).withZone(TOKYO);

  private Times() {}

  /** UTC as text that sorts by time: {@code 2026-11-21T07:48:25.123Z}. */
  public static String kept(Instant time) {
    return StoredTime.text(time);
  }

  /** In Tokyo, to the minute: {@code 2026/11/21 16:48}. */
  public static String shown(Instant time) {
    return SHOWN.format(time);
  }

  /** In Tokyo, to the second. */
  public static String shownToTheSecond(Instant time) {
    return SHOWN_TO_THE_SECOND.format(time);
  }

  /** The day it is in Tokyo. */
  public static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, TOKYO);
  }

  /** The first moment of a day in Tokyo, as it is kept. */
  public static String keptStartOf(LocalDate day) {
    return kept(day.atStartOfDay(TOKYO).toInstant());
  }

  /** A day written as {@code 2026-11-21}; empty if it is none. */
  public static Optional<LocalDate> parseDay(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
