package dev.seseragi.apps.users;

import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list.
 *
 * @param after the id behind which it begins; 0 for the beginning
 * @param limit at most so many, 1 … 1000
 */
record Page(long after, int limit) {
  static final int MAX_LIMIT = 1000;

  /**
   * The part that is asked for; empty for the whole list.
   *
   * @throws ProblemException if a parameter is wrong
   */
  static Optional<Page> of(@Nullable String after, @Nullable String limit) {
    if (after == null && limit == null) {
      return Optional.empty();
    }
    Map<String, List<String>> errors = new LinkedHashMap<>();
    OptionalLong size = limit == null ? OptionalLong.of(MAX_LIMIT) : Ids.digits(limit);
    if (size.isEmpty() || size.getAsLong() < 1 || size.getAsLong() > MAX_LIMIT) {
      errors.put("limit", List.of("must be a whole number from 1 to " + MAX_LIMIT));
    }
    OptionalLong begin = after == null ? OptionalLong.of(0) : Ids.digits(after);
    if (begin.isEmpty()) {
      errors.put("after", List.of("must be an id"));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(
          Problem.validation("wrong: " + String.join(", ", errors.keySet()), errors));
    }
    return Optional.of(new Page(begin.getAsLong(), (int) size.getAsLong()));
  }
}
