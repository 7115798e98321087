package dev.seseragi.apps.pos.live;

import dev.seseragi.apps.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * One server-sent event, as it is written. Its array is shared by all streams and never changed.
 */
final class Event {
  static final Event PING = new Event("ping", "", new JsonWriter().beginObject().endObject());

  private final byte[] bytes;

  /**
   * An event.
   *
   * @param id empty if clients need not remember it
   * @param data on one line, as compact JSON is
   */
  Event(String name, String id, JsonWriter data) {
    String json = new String(data.toBytes(), StandardCharsets.UTF_8);
    String head = id.isEmpty() ? "" : "id: " + id + "\n";
    this.bytes =
        (head + "event: " + name + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return bytes;
  }
}
