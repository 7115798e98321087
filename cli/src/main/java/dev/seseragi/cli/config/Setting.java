package dev.seseragi.cli.config;

import dev.seseragi.cli.flags.GoDuration;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One key with its value. Reading it as something that it is not is remembered as an error and
 * gives an empty result, so that one run finds every error.
 *
 * @param field the key with all its parents, for messages
 * @param line where it stands, from 1
 */
record Setting(String field, int line, Node value, Problems problems) {
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "n");

  /** Whether there is nothing behind the key. */
  boolean isEmpty() {
    return value instanceof ScalarNode scalar
        && scalar.isPlain()
        && (scalar.getValue().isEmpty()
            || scalar.getValue().equals("~")
            || scalar.getValue().equals("null"));
  }

  Optional<String> text() {
    if (value instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    return error("must be a text (got %s)".formatted(kind()));
  }

  Optional<Boolean> truth() {
    return text()
        .flatMap(text -> {
          String word = text.toLowerCase(java.util.Locale.ROOT);
          return TRUE.contains(word) || FALSE.contains(word)
              ? Optional.of(TRUE.contains(word))
              : error("must be true or false (got %s)".formatted(text));
        });
  }

  /** A whole number; 0600 and 0o600 are octal, as in YAML 1.1 and 1.2. */
  Optional<Long> number() {
    return text()
        .flatMap(text -> {
          try {
            return Optional.of(Long.decode(text.replaceFirst("^0o", "0")));
          } catch (NumberFormatException e) {
            return error("must be a whole number (got %s)".formatted(text));
          }
        });
  }

  Optional<Duration> duration(DurationRule rule) {
    return text()
        .flatMap(text ->
            GoDuration.parse(text)
                .or(() ->
                    error(
                        "%s must be a duration with a unit, such as 500ms, 10s or 1h30m (got %s)"
                            .formatted(rule.noun(), text))))
        .filter(duration -> rule.allows(duration) || error(rule.broken(duration)).isPresent());
  }

  /** Remembers an error of this key; the result is always empty. */
  <T> Optional<T> error(String reason) {
    problems.error(line, field, reason);
    return Optional.empty();
  }

  /** Says why this key, though accepted, changes nothing. */
  void note(String reason) {
    problems.note(line, field, reason);
  }

  String kind() {
    NodeType type = value.getNodeType();
    return switch (type) {
      case MAPPING -> "a map";
      case SEQUENCE -> "a list";
      case SCALAR -> isEmpty() ? "nothing" : "a single value";
      case ANCHOR -> "an anchor";
    };
  }
}
