package dev.seseragi.store;

import java.time.Duration;

/**
 * How long and how often a remote store is tried before a call gives up.
 *
 * @param connect for a connection, TLS included
 * @param silence the longest time without a byte from the server while it owes some
 * @param call for one whole call with all its attempts, streams that are read later excepted
 * @param attempts of one call, the first included; between them a pause that doubles, drawn from
 *     zero up ("full jitter")
 */
public record RemoteLimits(Duration connect, Duration silence, Duration call, int attempts) {
  /** For production: 5 s, 15 s, 60 s, 4 attempts. */
  public static final RemoteLimits DEFAULT =
      new RemoteLimits(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60), 4);

  /** Checks the ranges. */
  public RemoteLimits {
    if (!isPositive(connect) || !isPositive(silence) || !isPositive(call) || attempts < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: connect %s, silence %s, call %s, attempts %d"
              .formatted(connect, silence, call, attempts));
    }
  }

  private static boolean isPositive(Duration duration) {
    return duration.compareTo(Duration.ZERO) > 0;
  }
}
