package dev.seseragi.apps.json;

import java.util.OptionalLong;

/**
 * A number as it was sent.
 *
 * @param text such as {@code 12}, {@code -1.50} or {@code 1e9}
 */
public record JsonNumber(String text) {
  /** Its value if it is written as an integer of at most 64 bits: {@code 1.0} is none. */
  public OptionalLong whole() {
    try {
      return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }
}
