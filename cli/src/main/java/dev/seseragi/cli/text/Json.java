package dev.seseragi.cli.text;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON (RFC 8259) from maps, lists, texts, numbers and booleans, in the order of the map.
 */
public final class Json {
  private static final String INDENT = "  ";

  private Json() {}

  /** On several lines, indented by two blanks, without a line end behind it. */
  public static String pretty(Object value) {
    StringBuilder json = new StringBuilder();
    write(json, value, "\n");
    return json.toString();
  }

  /** On one line. */
  public static String compact(Object value) {
    StringBuilder json = new StringBuilder();
    write(json, value, "");
    return json.toString();
  }

  /**
   * @param lineBreak a line end and the indentation of the place; "" for a single line
   */
  private static void write(StringBuilder json, Object value, String lineBreak) {
    switch (value) {
      case Map<?, ?> map -> writeMap(json, map, lineBreak);
      case List<?> list -> writeList(json, list, lineBreak);
      case String text -> quote(json, text);
      case Integer number -> json.append(number);
      case Long number -> json.append(number);
      case Boolean truth -> json.append(truth);
      default ->
          throw new IllegalArgumentException(
              "JSON is written from maps, lists, texts, whole numbers and booleans, found "
                  + value.getClass());
    }
  }

  private static void writeMap(StringBuilder json, Map<?, ?> map, String lineBreak) {
    if (map.isEmpty()) {
      json.append("{}");
      return;
    }
    String inner = lineBreak.isEmpty() ? "" : lineBreak + INDENT;
    json.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      json.append(inner);
      quote(json, entry.getKey().toString());
      json.append(inner.isEmpty() ? ":" : ": ");
      write(json, entry.getValue(), inner);
      json.append(entries.hasNext() ? "," : lineBreak);
    }
    json.append('}');
  }

  private static void writeList(StringBuilder json, List<?> list, String lineBreak) {
    if (list.isEmpty()) {
      json.append("[]");
      return;
    }
    String inner = lineBreak.isEmpty() ? "" : lineBreak + INDENT;
    json.append('[');
    Iterator<?> elements = list.iterator();
    while (elements.hasNext()) {
      json.append(inner);
      write(json, elements.next(), inner);
      json.append(elements.hasNext() ? "," : lineBreak);
    }
    json.append(']');
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !isPaired(text, i))) {
            json.append("\\u").append("%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
