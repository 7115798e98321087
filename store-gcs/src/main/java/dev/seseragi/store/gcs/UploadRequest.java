package dev.seseragi.store.gcs;

import com.google.gson.JsonObject;
import dev.seseragi.store.Body;
import dev.seseragi.store.remote.ObjectTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What is to be stored.
 *
 * @param action for messages, e.g. "create ltx/0/…"
 * @param key the whole name in the bucket
 * @param ifAbsent whether nothing may have the name
 */
record UploadRequest(String action, String key, Body body, Instant timestamp, boolean ifAbsent) {
  static final String CONTENT_TYPE = "application/octet-stream";

  /** The object resource; with a checksum the server refuses bytes that arrive damaged. */
  JsonObject resource() {
    JsonObject metadata = new JsonObject();
    metadata.addProperty(StoredObject.TIMESTAMP, ObjectTime.format(timestamp));
    JsonObject resource = new JsonObject();
    resource.addProperty("name", key);
    resource.addProperty("contentType", CONTENT_TYPE);
    resource.add("metadata", metadata);
    return resource;
  }

  static byte[] bytes(JsonObject resource) {
    return resource.toString().getBytes(StandardCharsets.UTF_8);
  }
}
