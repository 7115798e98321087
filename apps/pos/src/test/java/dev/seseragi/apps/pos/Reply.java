package dev.seseragi.apps.pos;

import dev.seseragi.apps.json.Json;
import dev.seseragi.apps.json.JsonException;
import dev.seseragi.apps.json.JsonNumber;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was answered. */
record Reply(HttpResponse<String> response) {
  int status() {
    return response.statusCode();
  }

  String body() {
    return response.body();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** A value of the JSON: {@code items.0.product_id}. Numbers are Long. */
  @Nullable Object at(String path) {
    try {
      @Nullable Object value = Json.read(body().getBytes(StandardCharsets.UTF_8));
      for (String step : path.split("\\.", -1)) {
        value =
            switch (value) {
              case Map<?, ?> object -> object.get(step);
              case List<?> list -> list.get(Integer.parseInt(step));
              case null, default -> throw new IllegalStateException(path + " is not in " + body());
            };
      }
      return value instanceof JsonNumber number ? (Long) number.whole().orElseThrow() : value;
    } catch (JsonException e) {
      throw new IllegalStateException("not JSON: " + body(), e);
    }
  }

  long number(String path) {
    if (at(path) instanceof Long number) {
      return number;
    }
    throw new IllegalStateException(path + " is no number in " + body());
  }

  String text(String path) {
    return String.valueOf(at(path));
  }

  int size(String path) {
    if (at(path) instanceof List<?> list) {
      return list.size();
    }
    throw new IllegalStateException(path + " is no list in " + body());
  }

  @Override
  public String toString() {
    return status() + " " + body();
  }
}
