package dev.seseragi.store.gcs;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The URIs of the JSON API. */
final class Addresses {
  /** How many objects a page has; the API gives no more. */
  static final int PAGE_OBJECTS = 1_000;

  private static final String PAGE_FIELDS = "kind,nextPageToken,items(" + StoredObject.FIELDS + ")";

  private final GcsSettings settings;

  Addresses(GcsSettings settings) {
    this.settings = settings;
  }

  /** The name in the bucket. */
  String key(String name) {
    return settings.prefix() + name;
  }

  URI metadata(String name) {
    return URI.create(object(name) + "?fields=" + encode(StoredObject.FIELDS));
  }

  URI content(String name) {
    return URI.create(object(name) + "?alt=media");
  }

  URI deletion(String name) {
    return URI.create(object(name));
  }

  URI page(String prefix, @Nullable String token) {
    return URI.create(
        "%s/storage/v1/b/%s/o?prefix=%s&maxResults=%d&fields=%s%s"
            .formatted(
                settings.endpoint(),
                encode(settings.bucket()),
                encode(key(prefix)),
                PAGE_OBJECTS,
                encode(PAGE_FIELDS),
                token == null ? "" : "&pageToken=" + encode(token)));
  }

  /**
   * Where an upload begins.
   *
   * @param type {@code multipart} or {@code resumable}
   */
  URI upload(String type, boolean ifAbsent) {
    return URI.create(
        "%s/upload/storage/v1/b/%s/o?uploadType=%s%s&fields=name,size,crc32c"
            .formatted(
                settings.endpoint(),
                encode(settings.bucket()),
                type,
                ifAbsent ? "&ifGenerationMatch=0" : ""));
  }

  private String object(String name) {
    return "%s/storage/v1/b/%s/o/%s"
        .formatted(settings.endpoint(), encode(settings.bucket()), encode(key(name)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
