package dev.seseragi.engine.fence;

import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.ltx.Txid;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a start leaves the writer before it in peace (docs/fencing.md, step 12). Nothing rests on
 * it.
 */
final class Courtesy {
  private final Replica replica;
  private final TakeOverPolicy policy;
  private final LongSupplier nanoTime;
  private @Nullable Txid lastTail;
  private long lastMoveNanos;

  Courtesy(Replica replica, TakeOverPolicy policy, LongSupplier nanoTime) {
    this.replica = replica;
    this.policy = policy;
    this.nanoTime = nanoTime;
  }

  /**
   * Whether it is time to take over.
   *
   * @throws HeldException if it never will be
   */
  boolean allows(Inventory inventory) {
    Optional<WriterId> holder = holder(inventory);
    if (holder.isEmpty()) {
      return true;
    }
    return switch (policy.kind()) {
      case STEAL -> true;
      case FAIL -> throw new HeldException(replica.describe(), holder.get());
      case WAIT -> isStill(inventory.tail());
    };
  }

  private boolean isStill(Txid tail) {
    long now = nanoTime.getAsLong();
    if (!tail.equals(lastTail)) {
      lastTail = tail;
      lastMoveNanos = now;
    }
    return now - lastMoveNanos >= policy.stillness().toNanos();
  }

  /** The latest writer, unless it has released the replica. */
  private static Optional<WriterId> holder(Inventory inventory) {
    Optional<WriterId> latest = Markers.latest(inventory.others());
    return latest.filter(writer ->
        inventory.others().stream()
            .noneMatch(
                object -> object.name().equals(Markers.released(inventory.tail().next(), writer))));
  }
}
