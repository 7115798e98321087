package dev.seseragi.store.remote;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text by which an object's metadata tell its time, as Litestream writes and reads it: RFC 3339
 * in UTC, with as many digits of a second as needed (docs/format/replica-layout.md).
 */
public final class ObjectTime {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(-1).toFormatter();

  private ObjectTime() {}

  /** For example {@code 2026-11-21T07:53:37.8Z}. */
  public static String format(Instant timestamp) {
    return FORMAT.format(timestamp);
  }

  /** Empty for none, and for what somebody else wrote in another form. */
  public static Optional<Instant> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
