package dev.seseragi.bench.s3;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An object that a store has acknowledged.
 *
 * @param folder below the replica's prefix, such as {@code 0000}
 * @param begun when its request began to arrive at the store
 * @param done when the answer had been given
 */
public record StoredObject(String folder, Instant begun, Instant done) {
  /** A line for {@link #parse}. */
  String line() {
    return "%d %d /%s%n".formatted(micros(begun), micros(done), folder);
  }

  static StoredObject parse(String line) {
    String[] words = line.split(" ", -1);
    return new StoredObject(words[2].substring(1), instant(words[0]), instant(words[1]));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(String micros) {
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
  }

  /** How long after {@code start} it was acknowledged. */
  public Duration after(Instant start) {
    return Duration.between(start, done);
  }
}
