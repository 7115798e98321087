package dev.seseragi.cli.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A configuration's text with {@code $NAME} and {@code ${NAME}} replaced by the environment, the
 * way Go's {@code os.ExpandEnv} does it: everywhere, comments included, without an escape.
 *
 * @param text with everything replaced; what is not set became ""
 * @param unset the names outside of comments that are not set
 */
record Expansion(String text, Set<String> unset) {
  private static final String SPECIAL = "*#$@!?-0123456789";

  static Expansion of(String text, Map<String, String> environment, long processId) {
    StringBuilder expanded = new StringBuilder(text.length());
    Set<String> unset = new LinkedHashSet<>();
    int position = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c != '$' || position + 1 == text.length()) {
        expanded.append(c);
        position++;
        continue;
      }
      Reference reference = Reference.at(text, position + 1);
      if (reference.length() == 0) {
        expanded.append('$');
      } else if (reference.name().equals("PID")) {
        expanded.append(processId);
      } else if (!reference.name().isEmpty()) {
        String value = environment.get(reference.name());
        expanded.append(value == null ? "" : value);
        if (value == null && !isComment(text, position)) {
          unset.add(reference.name());
        }
      }
      position += 1 + reference.length();
    }
    return new Expansion(expanded.toString(), unset);
  }

  /** Whether a # stands before the place on its line; one within quotes errs towards silence. */
  private static boolean isComment(String text, int position) {
    int lineStart = text.lastIndexOf('\n', position) + 1;
    return text.substring(lineStart, position).matches("(.*\\s)?#.*");
  }

  /**
   * What follows a dollar sign.
   *
   * @param name the variable's name; "" for broken syntax, which is dropped
   * @param length how many characters belong to it; 0 if the dollar sign stands for itself
   */
  private record Reference(String name, int length) {
    static Reference at(String text, int start) {
      if (text.charAt(start) == '{') {
        return braced(text, start);
      }
      if (SPECIAL.indexOf(text.charAt(start)) >= 0) {
        return new Reference(text.substring(start, start + 1), 1);
      }
      int end = start;
      while (end < text.length() && isNamePart(text.charAt(end))) {
        end++;
      }
      return new Reference(text.substring(start, end), end - start);
    }

    private static Reference braced(String text, int start) {
      int close = text.indexOf('}', start);
      if (close < 0) {
        return new Reference("", 1);
      }
      return new Reference(text.substring(start + 1, close), close + 1 - start);
    }

    private static boolean isNamePart(char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
  }
}
