package dev.seseragi.engine.fence;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.StoreException;
import java.util.Optional;

/**
 * Brings a segment into its slot: steps 8 to 10 and 13 of docs/fencing.md. The same bytes are
 * offered until it is certain whose the slot is, however long that takes.
 *
 * <p>One use at a time.
 */
public final class SlotFiller {
  private final Replica replica;
  private final Slots slots;
  private final Look look;
  private final Attempts attempts;

  /** Whether it was told what is wrong with the present attempt: what follows, follows from it. */
  private boolean isTold;

  /**
   * @param look when the end of the replica was last seen
   */
  public SlotFiller(Replica replica, Look look, Attempts attempts) {
    this.replica = replica;
    this.slots = new Slots(replica);
    this.look = look;
    this.attempts = attempts;
  }

  /** What is told of attempts that settle nothing, and waits between them. */
  public interface Attempts {
    /** What is wrong with an attempt, whatever comes of it; told once for each at the most. */
    void failed(String problem);

    /** Waits before the next one. */
    void pause() throws InterruptedException;
  }

  /** What became of a segment. */
  public sealed interface Outcome {
    /** It is in the slot, and the slot is the end of the history: it may be acknowledged. */
    record Stored() implements Outcome {}

    /** The slot is somebody else's: this writer stops for good. */
    record Fenced(long nodeId) implements Outcome {}
  }

  /** Returns when it is certain. */
  public Outcome fill(Slots.Offer offer) throws InterruptedException {
    while (true) {
      isTold = false;
      try {
        switch (slots.offer(offer, doubt -> tell(String.valueOf(doubt.getMessage())))) {
          case SlotVerdict.Mine() -> {
            return confirmed(offer);
          }
          case SlotVerdict.Another(long nodeId) -> {
            return new Outcome.Fenced(nodeId);
          }
          case SlotVerdict.Absent() -> tell("the store did not keep the segment");
        }
      } catch (StoreException e) {
        tell(String.valueOf(e.getMessage()));
      }
      attempts.pause();
    }
  }

  /** Where others delete, the slot may have been won twice: then somebody is beyond it. */
  private Outcome confirmed(Slots.Offer offer) {
    Optional<Long> stranger =
        look.isDue() ? look.stranger(replica, slots, offer) : Optional.empty();
    return stranger.<Outcome>map(Outcome.Fenced::new).orElseGet(Outcome.Stored::new);
  }

  private void tell(String problem) {
    if (!isTold) {
      isTold = true;
      attempts.failed(problem);
    }
  }
}
