package dev.seseragi.engine.fence;

import dev.seseragi.engine.replica.Replica;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When the end of a replica was last looked at, and the look itself. Where others delete (genuine
 * Litestream's retention, a lifecycle rule), a fence may be gone when an old writer offers for its
 * slot; a look that is younger than half the time after which they delete would have shown it
 * (docs/fencing.md, step 11).
 *
 * <p>One use at a time.
 */
public final class Look {
  private final Duration longest;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private long nanos;
  private Instant instant;

  /**
   * A look whose request is sent now.
   *
   * @param deletionAge how young an object may be that others delete; zero: look behind every
   *     segment
   * @param nanoTime as {@link System#nanoTime}
   */
  public Look(Duration deletionAge, LongSupplier nanoTime, InstantSource clock) {
    this.longest = deletionAge.dividedBy(2);
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.nanos = nanoTime.getAsLong();
    this.instant = clock.instant();
  }

  /** Whether the last look is too old to acknowledge on, by either clock. */
  public boolean isDue() {
    Duration wall = Duration.between(instant, clock.instant());
    return nanoTime.getAsLong() - nanos >= longest.toNanos()
        || wall.compareTo(longest) >= 0
        || wall.isNegative();
  }

  /**
   * Looks whether a segment that the store has acknowledged is the end of the history.
   *
   * @return who fills the place instead, 0 if that is not known; empty if all is well
   * @throws dev.seseragi.store.StoreException if it cannot be seen: nothing may be acknowledged yet
   */
  public Optional<Long> stranger(Replica replica, Slots slots, Slots.Offer offer) {
    long sentNanos = nanoTime.getAsLong();
    Instant sent = clock.instant();
    boolean isTail = replica.list().tail().equals(offer.slot());
    SlotVerdict found = SlotVerdict.of(offer.identity(), slots.read(offer.slot()));
    if (isTail && found instanceof SlotVerdict.Mine) {
      nanos = sentNanos;
      instant = sent;
      return Optional.empty();
    }
    return Optional.of(found instanceof SlotVerdict.Another(long nodeId) ? nodeId : 0L);
  }
}
