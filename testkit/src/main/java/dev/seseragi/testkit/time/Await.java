package dev.seseragi.testkit.time;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what other threads and processes bring about. A wait ends as soon as its condition
 * holds, so a deadline can be generous: it is only reached where the test fails.
 */
public final class Await {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

  private Await() {}

  /**
   * Returns when {@code condition} holds.
   *
   * @param what the condition in words, to follow "waited 5s until"
   * @throws AssertionError if it does not hold within {@code deadline}
   */
  public static void until(String what, Duration deadline, BooleanSupplier condition)
      throws InterruptedException {
    until(() -> what, deadline, condition);
  }

  /** As the other, with words that are chosen when the deadline has passed. */
  public static void until(Supplier<String> what, Duration deadline, BooleanSupplier condition)
      throws InterruptedException {
    var _ =
        value(
            what, deadline, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /**
   * Returns the first value that {@code source} gives.
   *
   * @param what the wait in words, to follow "waited 5s until"
   * @throws AssertionError if it gives none within {@code deadline}
   */
  public static <T> T value(Supplier<String> what, Duration deadline, Supplier<Optional<T>> source)
      throws InterruptedException {
    long endNanos = System.nanoTime() + deadline.toNanos();
    long pauseNanos = FIRST_PAUSE.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() - endNanos >= 0) {
        throw new AssertionError(
            "waited %s until %s, in vain".formatted(seconds(deadline), what.get()));
      }
      LockSupport.parkNanos(pauseNanos);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting until " + what.get());
      }
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE.toNanos());
    }
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
