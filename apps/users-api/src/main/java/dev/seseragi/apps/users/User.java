package dev.seseragi.apps.users;

import dev.seseragi.apps.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A user as it is stored.
 *
 * @param createdAt UTC, {@code yyyy-MM-dd HH:mm:ss}
 * @param updatedAt the same, or {@code yyyy-MM-ddTHH:mm:ss.SSSZ} after a change; clients depend on
 *     both as text
 */
record User(
    long id, String firstName, @Nullable String lastName, String createdAt, String updatedAt) {

  /** Adds it; names and order are the contract. */
  void write(JsonWriter json) {
    json.beginObject()
        .field("id", id)
        .field("first_name", firstName)
        .field("last_name", lastName)
        .field("created_at", createdAt)
        .field("updated_at", updatedAt)
        .endObject();
  }

  byte[] toJson() {
    JsonWriter json = new JsonWriter();
    write(json);
    return json.toBytes();
  }
}
