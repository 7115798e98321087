package dev.seseragi.store.azure;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object's time in its metadata, as Litestream writes and reads it. */
final class Timestamps {
  /** Without a hyphen, which Azure does not allow here. */
  static final String KEY = "litestreamtimestamp";

  private Timestamps() {}

  /**
   * RFC 3339 in UTC, with as many digits behind the second as are needed: 37.8Z and not 37.800Z.
   */
  static Map<String, String> metadata(Instant timestamp) {
    return Map.of(KEY, timestamp.toString().replaceFirst("(\\.\\d*?)0+Z$", "$1Z"));
  }

  /** What the metadata say; when the service received the object if they say nothing. */
  static Instant of(@Nullable Map<String, String> metadata, @Nullable OffsetDateTime received) {
    String value = metadata == null ? null : metadata.get(KEY);
    try {
      if (value != null) {
        return Instant.parse(value);
      }
    } catch (DateTimeException e) {
      // Written by a stranger.
    }
    return received == null ? Instant.EPOCH : received.toInstant();
  }
}
