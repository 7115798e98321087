package dev.seseragi.testkit.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The live objects of a bucket, in the order of their names. Safe for use by many threads. */
final class FakeBucket {
  /** The most that a page of a listing has, whatever is asked for. */
  static final int MAX_PAGE = 1_000;

  /** Guarded by this object. */
  private final NavigableMap<String, FakeObject> objects = new TreeMap<>();

  synchronized @Nullable FakeObject find(String name) {
    return objects.get(name);
  }

  /** Makes an object if the condition holds; says whether it did. */
  synchronized boolean insert(FakeObject object, GcsCondition condition) {
    if (!condition.holdsFor(objects.get(object.name()))) {
      return false;
    }
    objects.put(object.name(), object);
    return true;
  }

  synchronized void remove(String name) {
    objects.remove(name);
  }

  synchronized Map<String, FakeObject> all() {
    return new TreeMap<>(objects);
  }

  synchronized JsonObject page(String prefix, int size, String token) {
    JsonArray items = new JsonArray();
    JsonObject page = new JsonObject();
    page.addProperty("kind", "storage#objects");
    NavigableMap<String, FakeObject> rest =
        token.isEmpty() ? objects.tailMap(prefix, true) : objects.tailMap(decode(token), false);
    for (FakeObject object : rest.values()) {
      if (!object.name().startsWith(prefix)) {
        break;
      }
      if (items.size() == Math.min(size, MAX_PAGE)) {
        page.addProperty("nextPageToken", encode(lastName(items)));
        break;
      }
      items.add(object.resource());
    }
    if (!items.isEmpty()) {
      page.add("items", items);
    }
    return page;
  }

  private static String lastName(JsonArray items) {
    return items.get(items.size() - 1).getAsJsonObject().get("name").getAsString();
  }

  /** With padding, so that it has characters that a query must escape. */
  private static String encode(String name) {
    return Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
  }
}
