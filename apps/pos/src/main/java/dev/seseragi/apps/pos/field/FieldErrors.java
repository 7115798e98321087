package dev.seseragi.apps.pos.field;

import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what is wrong, in the order of the fields. For one thread. */
public final class FieldErrors {
  private final Map<String, List<String>> errors = new LinkedHashMap<>();

  /** None yet. */
  public FieldErrors() {}

  /** Notes one. */
  public void add(String field, String message) {
    errors.computeIfAbsent(field, name -> new ArrayList<>()).add(message);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return errors.isEmpty();
  }

  /** A copy of what there is. */
  public Map<String, List<String>> toMap() {
    return new LinkedHashMap<>(errors);
  }

  /**
   * Ends the request if something is wrong: 422, with the first message as its detail.
   *
   * @throws ProblemException with all of them
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      String first = errors.values().iterator().next().getFirst();
      throw new ProblemException(Problem.validation(first, errors));
    }
  }
}
