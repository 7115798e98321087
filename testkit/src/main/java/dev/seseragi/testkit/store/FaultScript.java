package dev.seseragi.testkit.store;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Decides which request gets which fault. Asked once for each request, by one thread at a time. */
@FunctionalInterface
public interface FaultScript {
  /** The fault of a request; empty if it is just answered. */
  Optional<Fault> faultFor(Request request);

  /** No faults. */
  static FaultScript none() {
    return request -> Optional.empty();
  }

  /**
   * Faults at random. The same seed and the same order of requests give the same faults.
   *
   * @param probability of each request to get a fault, 0 to 1
   * @param faults equally likely; those that do not fit a request leave it without
   */
  static FaultScript random(long seed, double probability, List<Fault> faults) {
    List<Fault> choices = List.copyOf(faults);
    SplittableRandom random = new SplittableRandom(seed);
    return request -> {
      // Both are drawn in any case, so that the sequence depends on the number of requests only.
      boolean isFaulty = random.nextDouble() < probability;
      Fault fault = choices.get(random.nextInt(choices.size()));
      return isFaulty && fault.fits(request.operation()) ? Optional.of(fault) : Optional.empty();
    };
  }
}
