package dev.seseragi.apps.pos.field;

import dev.seseragi.apps.json.JsonNumber;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was sent for one field. */
public sealed interface Given {
  /** The field was not sent. */
  record Missing() implements Given {}

  /** JSON's null. */
  record Nothing() implements Given {}

  /** JSON's text: a number in quotes is none. */
  record Text(String text) implements Given {}

  /** JSON's number, as it was written. */
  record Figure(JsonNumber number) implements Given {}

  /** JSON's true and false. */
  record Truth(boolean isTrue) implements Given {}

  /** A list or an object. */
  record Other(Object value) implements Given {}

  /** What somebody typed into a field of a form: a number is typed as a text. */
  record Typed(String text) implements Given {}

  /** A field of a form; a field that was not sent counts as left empty. */
  static Given typed(@Nullable String text) {
    return new Typed(text == null ? "" : text);
  }

  /** A field of a JSON object. */
  static Given of(Map<?, ?> object, String name) {
    if (!object.containsKey(name)) {
      return new Missing();
    }
    Object value = object.get(name);
    return switch (value) {
      case null -> new Nothing();
      case String text -> new Text(text);
      case JsonNumber number -> new Figure(number);
      case Boolean truth -> new Truth(truth);
      default -> new Other(value);
    };
  }

  /** Whether it has no value at all. */
  default boolean isAbsent() {
    return this instanceof Missing || this instanceof Nothing;
  }

  /** The text of a text field; null if it is of another kind or absent. */
  default @Nullable String asText() {
    return switch (this) {
      case Text(var text) -> Texts.clean(text);
      case Typed(var text) -> Texts.clean(text);
      case Missing(), Nothing(), Figure _, Truth _, Other _ -> null;
    };
  }
}
