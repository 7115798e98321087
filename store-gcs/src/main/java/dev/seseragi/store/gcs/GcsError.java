package dev.seseragi.store.gcs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * What an error's body says.
 *
 * @param reason Google's word for it, such as {@code notFound}; "" if there is none
 * @param message for people; at most {@value MAX_MESSAGE} characters
 */
record GcsError(String reason, String message) {
  static final int MAX_MESSAGE = 500;

  /** Of the JSON API's body, or of the plain text that a download has instead. */
  static GcsError of(String body) {
    try {
      JsonObject error = JsonParser.parseString(body).getAsJsonObject().getAsJsonObject("error");
      JsonElement details = error.get("errors");
      String reason =
          details == null
              ? ""
              : details.getAsJsonArray().get(0).getAsJsonObject().get("reason").getAsString();
      return new GcsError(reason, shorten(error.get("message").getAsString()));
    } catch (JsonParseException | IllegalStateException | NullPointerException notJson) {
      return new GcsError("", shorten(body));
    }
  }

  private static String shorten(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
  }
}
