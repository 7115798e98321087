package dev.seseragi.gate;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How a gate is set.
 *
 * @param timeout how long a reply, or a part of one, is held back before it is refused; above 0
 * @param passesInOutage which requests are answered although what they saw may not be in the store,
 *     while that is known to be out of reach; asked from many threads, must not block
 */
public record GateSettings(Duration timeout, Predicate<GateRequest> passesInOutage) {
  /** 10 s, and no reply passes in an outage. */
  public static final GateSettings DEFAULTS =
      new GateSettings(Duration.ofSeconds(10), request -> false);

  /** Checks the range. */
  public GateSettings {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the gate's timeout is above 0, found " + timeout);
    }
  }

  /** The same with another timeout. */
  public GateSettings withTimeout(Duration other) {
    return new GateSettings(other, passesInOutage);
  }

  /**
   * The same, where these requests are answered while the store is known to be out of reach. What
   * they tell may be lost. {@code GateRequest::isRead} lets all reads through.
   */
  public GateSettings withPassesInOutage(Predicate<GateRequest> requests) {
    return new GateSettings(timeout, requests);
  }
}
