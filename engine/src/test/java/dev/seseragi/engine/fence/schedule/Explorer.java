package dev.seseragi.engine.fence.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Runs a world through every order in which its steps can happen: depth first, by running it anew
 * for each, and not beyond a state that was seen before.
 *
 * <p>The programs in the world are deterministic, so a state is what the store holds and what each
 * program has been answered so far.
 */
final class Explorer {
  private final Supplier<World> worlds;
  private final Set<Object> seen = new HashSet<>();

  /** Of each step of the present run: which option was taken, and how many there were. */
  private final List<int[]> path = new ArrayList<>();

  private long runs;

  Explorer(Supplier<World> worlds) {
    this.worlds = worlds;
  }

  /**
   * What was found.
   *
   * @param violation how a promise was broken, and by which steps; empty if none was
   */
  record Result(Optional<String> violation, long runs, long states) {}

  /** Explores until a promise is broken or everything was seen. */
  Result explore() throws InterruptedException {
    do {
      runs++;
      World world = worlds.get();
      Optional<String> violation = run(world);
      world.end();
      if (violation.isPresent()) {
        return result(Optional.of(violation.get() + "\n" + world.story()));
      }
    } while (advance());
    return result(Optional.empty());
  }

  private Result result(Optional<String> violation) {
    return new Result(violation, runs, seen.size());
  }

  private Optional<String> run(World world) throws InterruptedException {
    for (int depth = 0; ; depth++) {
      Optional<String> violation = world.violation();
      if (violation.isPresent()) {
        return violation;
      }
      List<World.Option> options = world.options();
      if (options.isEmpty()) {
        return Optional.empty();
      }
      if (depth == path.size()) {
        if (!seen.add(world.state())) {
          return Optional.empty();
        }
        path.add(new int[] {0, options.size()});
      }
      options.get(path.get(depth)[0]).take();
    }
  }

  /** To the next path: the last step with an option that was not taken yet takes that one. */
  private boolean advance() {
    while (!path.isEmpty()) {
      int[] last = path.getLast();
      if (++last[0] < last[1]) {
        return true;
      }
      path.removeLast();
    }
    return false;
  }
}
