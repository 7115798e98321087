package dev.seseragi.store.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;

/** An object's timestamp in its metadata, as Litestream writes it. */
final class Timestamps {
  private static final String KEY = "litestream-timestamp";

  /** As many digits of a second as needed. */
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(-1).toFormatter();

  private Timestamps() {}

  static Map<String, String> metadata(Instant timestamp) {
    return Map.of(KEY, FORMAT.format(timestamp));
  }

  /** Without metadata, or with one that is none, an object is as old as its upload. */
  static Instant of(Map<String, String> metadata, Instant uploaded) {
    String text = metadata.get(KEY);
    if (text == null) {
      return uploaded;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return uploaded;
    }
  }
}
