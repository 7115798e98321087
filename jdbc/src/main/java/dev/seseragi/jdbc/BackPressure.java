package dev.seseragi.jdbc;

import java.time.Duration;

/**
 * How much may be committed here and not be in the store before new writes are refused.
 *
 * @param maxBytes of changed pages; a write that finds more first waits as long as a commit would.
 *     One transaction may be larger: it is measured before it begins. 1 MiB or more
 * @param maxAge of the oldest such commit; beyond it writes are refused at once, for the store does
 *     not answer. Above 0
 */
public record BackPressure(long maxBytes, Duration maxAge) {
  private static final long MIN_BYTES = 1 << 20;

  /** 64 MiB and 15 s. */
  public static final BackPressure DEFAULTS = new BackPressure(64L << 20, Duration.ofSeconds(15));

  /** Checks the ranges. */
  public BackPressure {
    if (maxBytes < MIN_BYTES || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException(
          "back-pressure needs maxBytes >= 1 MiB and maxAge > 0; found %d and %s"
              .formatted(maxBytes, maxAge));
    }
  }
}
