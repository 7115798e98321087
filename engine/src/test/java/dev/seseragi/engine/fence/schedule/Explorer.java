package dev.seseragi.engine.fence.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all states that a world can get into, those that are reached by fewer steps first:
 * so the counterexample that it finds is a shortest one. Nothing is left out: states are compared
 * in full, not by their hashes.
 */
final class Explorer {
  /** What a gigabyte of memory holds. */
  private static final int MOST_STATES = 5_000_000;

  private final World world;
  private final Set<Violation.Kind> forbidden;
  private final Set<State> seen = new HashSet<>();
  private final Queue<State> waiting = new ArrayDeque<>();
  private long steps;

  /**
   * @param forbidden what is looked for
   */
  Explorer(World world, Set<Violation.Kind> forbidden) {
    this.world = world;
    this.forbidden = forbidden;
  }

  /**
   * What was found.
   *
   * @param violation how a promise was broken, and by which steps; empty if none was
   * @param states how many there were until then
   * @param steps how many led from one to another
   * @param runs how often real code was run to find out what it does
   */
  record Result(Optional<Found> violation, long states, long steps, long runs) {}

  /** A broken promise and how it came to that. */
  record Found(Violation violation, String story) {}

  /** Explores until a promise is broken or everything was seen. */
  Result explore() {
    State first = world.first();
    seen.add(first);
    waiting.add(first);
    for (State state = waiting.poll(); state != null; state = waiting.poll()) {
      for (World.Step step : world.steps(state)) {
        steps++;
        Optional<Violation> violation = forbidden(step);
        if (violation.isPresent()) {
          return result(Optional.of(found(step, violation.get())));
        }
        if (seen.add(step.next())) {
          waiting.add(step.next());
        }
        if (seen.size() > MOST_STATES) {
          throw new IllegalStateException("there are more than %,d states".formatted(MOST_STATES));
        }
      }
    }
    return result(Optional.empty());
  }

  private Optional<Violation> forbidden(World.Step step) {
    return step.violations().stream()
        .filter(violation -> forbidden.contains(violation.kind()))
        .findFirst();
  }

  private Result result(Optional<Found> found) {
    return new Result(found, seen.size(), steps, world.runs());
  }

  private Found found(World.Step last, Violation violation) {
    List<String> story = new ArrayList<>();
    story.add(last.story().get());
    @Nullable State state = last.next().before();
    while (state != null && state.before() != null) {
      State before = state.before();
      story.addFirst(world.steps(before).get(state.step()).story().get());
      state = before;
    }
    story.add("!! %s: %s".formatted(violation.kind(), violation.what()));
    return new Found(violation, String.join("\n", story));
  }
}
