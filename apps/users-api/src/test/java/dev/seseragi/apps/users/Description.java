package dev.seseragi.apps.users;

import dev.seseragi.apps.json.JsonNumber;
import dev.seseragi.apps.testkit.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAPI description, and whether an answer is one that it describes. Knows as much of JSON
 * Schema as our description uses, and refuses what it does not know.
 */
final class Description {
  private static final Set<String> KNOWN =
      Set.of(
          "$ref",
          "type",
          "required",
          "properties",
          "additionalProperties",
          "items",
          "minimum",
          "maximum",
          "enum",
          "description");

  private final Map<?, ?> whole;

  Description(@Nullable Object json) {
    this.whole = (Map<?, ?>) Objects.requireNonNull(json);
  }

  Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    member(whole, "paths").keySet().forEach(path -> paths.add((String) path));
    return paths;
  }

  /** Each as {@code get /users 200}. */
  Set<String> answers() {
    Set<String> answers = new TreeSet<>();
    for (String path : paths()) {
      member(member(whole, "paths"), path)
          .forEach((method, operation) -> {
            if (operation instanceof Map<?, ?> known) {
              member(known, "responses")
                  .keySet()
                  .forEach(status -> answers.add(method + " " + path + " " + status));
            }
          });
    }
    return answers;
  }

  List<String> problemsOf(String method, String path, Answer answer) {
    Map<?, ?> responses = member(member(member(member(whole, "paths"), path), method), "responses");
    Object response = responses.get(String.valueOf(answer.status()));
    if (response == null) {
      return List.of("status " + answer.status() + " is not described");
    }
    Map<?, ?> described = resolved((Map<?, ?>) response);
    if (!described.containsKey("content")) {
      return answer.body().isEmpty() ? List.of() : List.of("a body is not described");
    }
    String type = answer.header("Content-Type").orElse("none").split(";", -1)[0];
    if (!(member(described, "content").get(type) instanceof Map<?, ?> content)) {
      return List.of(type + " is not described");
    }
    List<String> problems = new ArrayList<>();
    if (type.endsWith("json")) {
      check("$", answer.json(), member(content, "schema"), problems);
    }
    return problems;
  }

  private static Map<?, ?> member(Map<?, ?> object, String name) {
    return (Map<?, ?>) Objects.requireNonNull(object.get(name), name);
  }

  private Map<?, ?> resolved(Map<?, ?> object) {
    if (!(object.get("$ref") instanceof String reference)) {
      return object;
    }
    Map<?, ?> found = whole;
    for (String name : reference.substring("#/".length()).split("/", -1)) {
      found = member(found, name);
    }
    return found;
  }

  private void check(
      String place, @Nullable Object value, Map<?, ?> reference, List<String> problems) {
    Map<?, ?> schema = resolved(reference);
    if (!KNOWN.containsAll(schema.keySet())) {
      throw new AssertionError("this check does not know all of " + schema.keySet());
    }
    if (!isOfType(value, Objects.requireNonNull(schema.get("type")))) {
      problems.add("%s is %s, not %s".formatted(place, value, schema.get("type")));
      return;
    }
    if (schema.get("enum") instanceof List<?> words && !words.contains(value)) {
      problems.add(place + " is none of " + words);
    }
    switch (value) {
      case Map<?, ?> object -> checkMembers(place, object, schema, problems);
      case List<?> list -> {
        for (Object item : list) {
          check(place + "[]", item, member(schema, "items"), problems);
        }
      }
      case JsonNumber number -> checkRange(place, number, schema, problems);
      case null, default -> {}
    }
  }

  private static boolean isOfType(@Nullable Object value, Object type) {
    if (type instanceof List<?> types) {
      return types.stream().anyMatch(one -> isOfType(value, Objects.requireNonNull(one)));
    }
    return switch ((String) type) {
      case "object" -> value instanceof Map<?, ?>;
      case "array" -> value instanceof List<?>;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof JsonNumber number && number.whole().isPresent();
      case "null" -> value == null;
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  private void checkMembers(
      String place, Map<?, ?> object, Map<?, ?> schema, List<String> problems) {
    if (schema.get("required") instanceof List<?> required) {
      required.stream()
          .filter(name -> !object.containsKey(name))
          .forEach(name -> problems.add(place + "." + name + " is missing"));
    }
    object.forEach((name, value) -> {
      String inner = place + "." + name;
      if (schema.get("properties") instanceof Map<?, ?> known
          && known.get(name) instanceof Map<?, ?> own) {
        check(inner, value, own, problems);
      } else if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
        check(inner, value, others, problems);
      } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
        problems.add(inner + " is not described");
      }
    });
  }

  private static void checkRange(
      String place, JsonNumber number, Map<?, ?> schema, List<String> problems) {
    long value = number.whole().orElseThrow();
    if (schema.get("minimum") instanceof JsonNumber least && value < least.whole().orElseThrow()) {
      problems.add(place + " is below " + least.text());
    }
    if (schema.get("maximum") instanceof JsonNumber most && value > most.whole().orElseThrow()) {
      problems.add(place + " is above " + most.text());
    }
  }
}
