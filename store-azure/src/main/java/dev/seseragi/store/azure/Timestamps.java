package dev.seseragi.store.azure;

import dev.seseragi.store.remote.ObjectTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object's time in its metadata. */
final class Timestamps {
  /** Without a hyphen, which Azure does not allow here. */
  private static final String KEY = "litestreamtimestamp";

  private Timestamps() {}

  static Map<String, String> metadata(Instant timestamp) {
    return Map.of(KEY, ObjectTime.format(timestamp));
  }

  /** What the metadata say; when the service received the object if they say nothing. */
  static Instant of(@Nullable Map<String, String> metadata, @Nullable OffsetDateTime received) {
    return ObjectTime.parse(metadata == null ? null : metadata.get(KEY))
        .orElseGet(() -> received == null ? Instant.EPOCH : received.toInstant());
  }
}
