package dev.seseragi.apps.users;

import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about a user, validated.
 *
 * @param firstName null where it was not sent
 * @param hasLastName whether {@code last_name} was sent
 * @param lastName what was sent, which may be null
 */
record UserInput(@Nullable String firstName, boolean hasLastName, @Nullable String lastName) {
  private static final String FIRST_NAME = "first_name";
  private static final String LAST_NAME = "last_name";
  private static final int MAX_CODE_POINTS = 255;

  /**
   * Reads a body.
   *
   * @param isNew whether {@code first_name} must be there
   * @throws ProblemException with all that is wrong
   */
  static UserInput of(@Nullable Object body, boolean isNew) {
    if (!(body instanceof Map<?, ?> object)) {
      throw new ProblemException(
          Problem.validation(
              "the body is not an object", Map.of("body", List.of("must be a JSON object"))));
    }
    Map<String, List<String>> errors = new LinkedHashMap<>();
    wrongFirstName(object, isNew).ifPresent(words -> errors.put(FIRST_NAME, List.of(words)));
    wrongLastName(object).ifPresent(words -> errors.put(LAST_NAME, List.of(words)));
    if (!errors.isEmpty()) {
      throw new ProblemException(
          Problem.validation("wrong: " + String.join(", ", errors.keySet()), errors));
    }
    return new UserInput(
        (String) object.get(FIRST_NAME),
        object.containsKey(LAST_NAME),
        (String) object.get(LAST_NAME));
  }

  private static Optional<String> wrongFirstName(Map<?, ?> object, boolean isNew) {
    if (!object.containsKey(FIRST_NAME)) {
      return isNew ? Optional.of("is missing") : Optional.empty();
    }
    if (!(object.get(FIRST_NAME) instanceof String text)) {
      return Optional.of("must be a string");
    }
    boolean isBlank =
        text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    return isBlank ? Optional.of("must not be blank") : wrongText(text);
  }

  private static Optional<String> wrongLastName(Map<?, ?> object) {
    return switch (object.get(LAST_NAME)) {
      case null -> Optional.empty();
      case String text -> wrongText(text);
      default -> Optional.of("must be a string or null");
    };
  }

  private static Optional<String> wrongText(String text) {
    if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
      return Optional.of("must have at most " + MAX_CODE_POINTS + " characters");
    }
    boolean isStorable =
        text.codePoints()
            .noneMatch(
                c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    return isStorable
        ? Optional.empty()
        : Optional.of("must not contain NUL or half of a surrogate pair");
  }
}
