package dev.seseragi.apps.testkit;

import dev.seseragi.apps.json.Json;
import dev.seseragi.apps.json.JsonException;
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
   * A text member of the object that was answered, such as a problem's {@code code}.
   *
   * @throws AssertionError if it is not there
   */
  public String text(String member) {
    if (json() instanceof Map<?, ?> object && object.get(member) instanceof String text) {
      return text;
    }
    throw new AssertionError("no text \"" + member + "\" in " + body);
  }
}
