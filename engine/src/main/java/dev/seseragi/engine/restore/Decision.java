package dev.seseragi.engine.restore;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a listing allows for a point. */
sealed interface Decision {

  /** Read this. */
  record Go(RestorePlan plan) implements Decision {}

  /** The replica is in order and has no such point; {@code why} states which it has. */
  record NotAvailable(String why) implements Decision {}

  /**
   * Something that must be there is missing or damaged. Another listing may see it.
   *
   * @param problem one sentence
   * @param object the one to blame, if there is one
   * @param earlier what can be restored instead, with what would be lost
   */
  record Damaged(String problem, @Nullable String object, Optional<Earlier> earlier)
      implements Decision {}

  /** There is no backup of any kind. */
  record Nothing() implements Decision {}

  /** A plan for an earlier point. */
  record Earlier(RestorePlan plan, RestoreLoss loss) {}

  /** Go, to an earlier point. */
  static Optional<Earlier> earlier(RestorePlan plan, RestoreLoss loss) {
    return Optional.of(new Earlier(plan, loss));
  }

  /** The problems of a loss: what is known to be damaged, and what was found in planning. */
  static List<String> problems(List<String> flaws, String problem) {
    return flaws.contains(problem)
        ? flaws
        : Stream.concat(flaws.stream(), Stream.of(problem)).toList();
  }
}
