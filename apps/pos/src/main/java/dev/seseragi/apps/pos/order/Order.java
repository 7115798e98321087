package dev.seseragi.apps.pos.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An order.
 *
 * @param received what the guest gave, in yen, if it was noted
 */
public record Order(
    long id,
    int tableNumber,
    Status status,
    String memo,
    long total,
    OptionalLong received,
    Instant createdAt,
    Instant updatedAt,
    List<OrderLine> lines,
    Optional<Cancellation> cancellation) {
  private static final int CALL_NUMBERS = 999;

  /** Copies. */
  public Order {
    lines = List.copyOf(lines);
  }

  /** What its guest is called by: 1 … 999, then from the start. */
  public long callNumber() {
    return callNumber(id);
  }

  /** The call number of an order. */
  public static long callNumber(long orderId) {
    return (orderId - 1) % CALL_NUMBERS + 1;
  }

  /** What the guest got back. */
  public OptionalLong change() {
    return received.isPresent()
        ? OptionalLong.of(received.getAsLong() - total)
        : OptionalLong.empty();
  }
}
