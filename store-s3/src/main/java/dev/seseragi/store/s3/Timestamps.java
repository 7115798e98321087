package dev.seseragi.store.s3;

import dev.seseragi.store.remote.ObjectTime;
import java.time.Instant;
import java.util.Map;

/** An object's timestamp in its metadata. */
final class Timestamps {
  private static final String KEY = "litestream-timestamp";

  private Timestamps() {}

  static Map<String, String> metadata(Instant timestamp) {
    return Map.of(KEY, ObjectTime.format(timestamp));
  }

  /** Without metadata, or with one that is none, an object is as old as its upload. */
  static Instant of(Map<String, String> metadata, Instant uploaded) {
    return ObjectTime.parse(metadata.get(KEY)).orElse(uploaded);
  }
}
