package dev.seseragi.testkit.store;

import dev.seseragi.store.ObjectInfo;
import java.time.Duration;
import java.util.List;

/** What a {@link FaultyStore} does with a request instead of just answering it. */
public sealed interface Fault {

  /** Whether a request of that kind can have this fault. */
  boolean fits(Operation operation);

  /** A fault of the request as a whole. */
  sealed interface OfRequest extends Fault {
    @Override
    default boolean fits(Operation operation) {
      return true;
    }
  }

  /** A fault of a stream that was opened well. */
  sealed interface OfRead extends Fault {
    @Override
    default boolean fits(Operation operation) {
      return operation == Operation.READ;
    }
  }

  /** A fault of a page that looks well. */
  sealed interface OfList extends Fault {
    @Override
    default boolean fits(Operation operation) {
      return operation == Operation.LIST;
    }
  }

  /** Not applied; a {@link dev.seseragi.store.StoreException}: trying again may work. */
  record Unavailable() implements OfRequest {}

  /** Not applied; a {@link dev.seseragi.store.StoreForbiddenException}. */
  record Forbidden() implements OfRequest {}

  /**
   * Applied, but the answer gets lost: a create is {@code Unknown}, anything else a {@link
   * dev.seseragi.store.StoreException}.
   */
  record AnswerLost() implements OfRequest {}

  /**
   * As {@link AnswerLost}, but not yet applied: that comes with {@link FaultyStore#deliverLate()},
   * with the bytes that were sent now. For creates, puts and deletes.
   */
  record ArrivesLate() implements OfRequest {
    @Override
    public boolean fits(Operation operation) {
      return switch (operation) {
        case CREATE, PUT, DELETE -> true;
        case READ, LIST, STAT -> false;
      };
    }
  }

  /**
   * Gives no answer until {@link FaultyStore#release()}; then goes on as if nothing had been. If
   * the store is closed or the thread interrupted meanwhile, the answer is lost.
   *
   * @param isApplied whether the request was applied before it hung
   */
  record Hang(boolean isApplied) implements OfRequest {}

  /** Takes its time, then goes on as if nothing had been. */
  record Slow(Duration delay) implements OfRequest {}

  /** The stream ends after some bytes, as if the object did. */
  record CutRead(long afterBytes) implements OfRead {}

  /** The stream throws an {@link java.io.IOException} after some bytes. */
  record BrokenRead(long afterBytes) implements OfRead {}

  /** The page has the first objects only, and claims to be the last. */
  record CutListing(int objects) implements OfList {}

  /** The page shows these objects, and not what is there; see {@link FaultyStore#listingNow()}. */
  record StaleListing(List<ObjectInfo> objects) implements OfList {
    /** Copies the list. */
    public StaleListing {
      objects = List.copyOf(objects);
    }
  }
}
