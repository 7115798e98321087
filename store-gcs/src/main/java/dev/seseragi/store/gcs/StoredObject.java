package dev.seseragi.store.gcs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.remote.ObjectTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the JSON API says about objects. */
final class StoredObject {
  /** The fields that are asked for where one object is described. */
  static final String FIELDS = "name,size,timeCreated,metadata";

  /** What Litestream calls the metadata that holds the timestamp of a segment. */
  static final String TIMESTAMP = "litestream-timestamp";

  /** An answer is not what the protocol says. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * One page of a listing, with whole names.
   *
   * @param next the token of the page behind it; null for the last
   */
  record Page(List<ObjectInfo> objects, @Nullable String next) {}

  /**
   * What was stored.
   *
   * @param crc32c in base64; "" if the server does not say
   */
  record Receipt(long sizeBytes, String crc32c) {}

  private StoredObject() {}

  /** The body of an object's metadata. */
  static ObjectInfo info(String json) throws MalformedException {
    return parse(json, StoredObject::info);
  }

  /** The body of an upload's answer. */
  static Receipt receipt(String json) throws MalformedException {
    return parse(
        json,
        object -> {
          JsonElement crc32c = object.get("crc32c");
          return new Receipt(
              object.get("size").getAsLong(), crc32c == null ? "" : crc32c.getAsString());
        });
  }

  /** The body of a listing's answer. */
  static Page page(String json) throws MalformedException {
    return parse(
        json,
        page -> {
          // Without it, any JSON of anybody would pass for an empty listing.
          if (!page.get("kind").getAsString().equals("storage#objects")) {
            throw new IllegalStateException("not a listing");
          }
          List<ObjectInfo> objects = new ArrayList<>();
          JsonElement items = page.get("items");
          if (items != null) {
            items.getAsJsonArray().forEach(item -> objects.add(info(item.getAsJsonObject())));
          }
          JsonElement next = page.get("nextPageToken");
          return new Page(objects, next == null ? null : next.getAsString());
        });
  }

  private static ObjectInfo info(JsonObject object) {
    return new ObjectInfo(
        object.get("name").getAsString(), object.get("size").getAsLong(), timestamp(object));
  }

  private static Instant timestamp(JsonObject object) {
    return Optional.ofNullable(object.getAsJsonObject("metadata"))
        .map(metadata -> metadata.get(TIMESTAMP))
        .flatMap(value -> ObjectTime.parse(value.getAsString()))
        .orElseGet(() -> Instant.parse(object.get("timeCreated").getAsString()));
  }

  private interface Shape<T> {
    T of(JsonObject object);
  }

  private static <T> T parse(String json, Shape<T> shape) throws MalformedException {
    try {
      return shape.of(JsonParser.parseString(json).getAsJsonObject());
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | ClassCastException
        | UnsupportedOperationException
        | NumberFormatException
        | DateTimeException e) {
      throw new MalformedException("the server's answer is not what the JSON API says");
    }
  }
}
