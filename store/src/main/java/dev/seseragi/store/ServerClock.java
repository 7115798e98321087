package dev.seseragi.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server's clock, as its HTTP answers tell it, brought up to now; right to a second and what an
 * answer takes on its way. Safe for use by many threads.
 */
public final class ServerClock {
  /** A header names whole seconds; on the average the answer was made this much later. */
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private final LongSupplier nanoTime;
  private volatile @Nullable Told last;

  private record Told(Instant time, long atNanos) {}

  /**
   * A clock that nothing is known of yet.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public ServerClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes the {@code Date} of an answer that has just come; what is no date is left out. */
  public void hear(String date) {
    try {
      Instant time = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
      last = new Told(time.plus(HALF_A_SECOND), nanoTime.getAsLong());
    } catch (DateTimeException e) {
      // A server without a usable clock is as one that has answered nothing.
    }
  }

  /** The time there; empty as long as no answer has told it. */
  public Optional<Instant> now() {
    Told told = last;
    return told == null
        ? Optional.empty()
        : Optional.of(told.time().plusNanos(nanoTime.getAsLong() - told.atNanos()));
  }
}
