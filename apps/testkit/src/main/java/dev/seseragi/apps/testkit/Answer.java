package dev.seseragi.apps.testkit;

import dev.seseragi.apps.json.Json;
import dev.seseragi.apps.json.JsonException;
import dev.seseragi.apps.json.JsonNumber;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param headers by name, in any case
 */
public record Answer(int status, Map<String, List<String>> headers, String body) {
  /** Copies. */
  public Answer {
    TreeMap<String, List<String>> any = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    any.putAll(headers);
    headers = any;
  }

  static Answer of(int status, Map<String, List<String>> headers, byte[] body) {
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }

  /**
   * The body as JSON.
   *
   * @throws AssertionError if it is not
   */
  public @Nullable Object json() {
    try {
      return Json.read(body.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }

  /**
   * A value of the JSON that was answered, such as {@code items.0.product_id}; a whole number is a
   * Long.
   *
   * @throws AssertionError if the way to it is not there
   */
  public @Nullable Object at(String path) {
    @Nullable Object value = json();
    for (String step : path.split("\\.", -1)) {
      value =
          switch (value) {
            case Map<?, ?> object -> object.get(step);
            case List<?> list -> list.get(Integer.parseInt(step));
            case null, default -> throw new AssertionError(path + " is not in " + body);
          };
    }
    return value instanceof JsonNumber number ? (Long) number.whole().orElseThrow() : value;
  }

  /** A text of the JSON, such as a problem's {@code code}. */
  public String text(String path) {
    if (at(path) instanceof String text) {
      return text;
    }
    throw new AssertionError(path + " is no text in " + body);
  }

  /** A whole number of the JSON. */
  public long number(String path) {
    if (at(path) instanceof Long number) {
      return number;
    }
    throw new AssertionError(path + " is no whole number in " + body);
  }

  /** How many things a list of the JSON has. */
  public int size(String path) {
    if (at(path) instanceof List<?> list) {
      return list.size();
    }
    throw new AssertionError(path + " is no list in " + body);
  }
}
