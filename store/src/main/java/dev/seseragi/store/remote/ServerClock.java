package dev.seseragi.store.remote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server's clock, by the {@code Date} headers of its answers (RFC 9110 §6.6.1). They have whole
 * seconds, so it is up to a second and the way of the answer behind. Safe for use by many threads.
 */
public final class ServerClock {
  private record Reading(Instant time, long heardAtNanos) {}

  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

  /** A clock that has heard nothing yet. */
  public ServerClock() {
    this(System::nanoTime);
  }

  ServerClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes note of an answer's header; of one that is missing or malformed it does not. */
  public void hear(@Nullable String date) {
    long heardAtNanos = nanoTime.getAsLong();
    parse(date).ifPresent(time -> last.set(new Reading(time, heardAtNanos)));
  }

  /** What the server's clock shows now; empty before the first answer. */
  public Optional<Instant> now() {
    Reading reading = last.get();
    return reading == null
        ? Optional.empty()
        : Optional.of(
            reading.time().plus(Duration.ofNanos(nanoTime.getAsLong() - reading.heardAtNanos())));
  }

  /** What a {@code Date} header says; empty if it is missing or malformed. */
  public static Optional<Instant> parse(@Nullable String date) {
    if (date == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
