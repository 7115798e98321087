package dev.seseragi.testkit.gcs;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32C;

/** One live object. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record FakeObject(
    String bucket,
    String name,
    long generation,
    byte[] content,
    Map<String, String> metadata,
    Instant timeCreated) {

  /** The object resource of the JSON API. */
  JsonObject resource() {
    JsonObject resource = new JsonObject();
    resource.addProperty("kind", "storage#object");
    resource.addProperty("id", bucket + "/" + name + "/" + generation);
    resource.addProperty("name", name);
    resource.addProperty("bucket", bucket);
    resource.addProperty("generation", Long.toString(generation));
    resource.addProperty("metageneration", "1");
    resource.addProperty("contentType", "application/octet-stream");
    resource.addProperty("storageClass", "STANDARD");
    resource.addProperty("size", Long.toString(content.length));
    resource.addProperty("md5Hash", md5(content));
    resource.addProperty("crc32c", crc32c(content));
    resource.addProperty("timeCreated", timeCreated.truncatedTo(ChronoUnit.MILLIS).toString());
    if (!metadata.isEmpty()) {
      JsonObject custom = new JsonObject();
      metadata.forEach(custom::addProperty);
      resource.add("metadata", custom);
    }
    return resource;
  }

  /** As the API writes it: base64 of the four bytes, the first the highest. */
  static String crc32c(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has MD5", e);
    }
  }
}
