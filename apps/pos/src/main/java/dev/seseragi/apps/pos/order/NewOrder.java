package dev.seseragi.apps.pos.order;

import dev.seseragi.apps.hash.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * An order that was asked for; its fields are checked, its products are not yet.
 *
 * @param key names the request: the same key means the same order, however often it is sent
 * @param lines one for each product
 */
public record NewOrder(
    String key, int tableNumber, String memo, OptionalLong received, List<Line> lines) {
  /** Sorts, so that equal orders are equal. */
  public NewOrder {
    lines = lines.stream().sorted(Comparator.comparingLong(Line::productId)).toList();
  }

  /**
   * A product that was asked for.
   *
   * @param seenPrices the prices that the sender saw, if it said so
   */
  public record Line(long productId, long quantity, List<Long> seenPrices) {
    /** Copies. */
    public Line {
      seenPrices = List.copyOf(seenPrices);
    }
  }

  /** Tells requests apart that come with the same key. */
  String hash() {
    return Sha256.hex("%d %s %s %s".formatted(tableNumber, received, lines, memo));
  }
}
