package dev.seseragi.apps.pos.live;

import java.util.Collection;
import java.util.List;

/** What a commit has changed: ids of orders and products. */
public record Change(List<Long> orderIds, List<Long> productIds) {
  /** Nothing: a repeated request, say. */
  public static final Change NONE = new Change(List.of(), List.of());

  /** Copies. */
  public Change {
    orderIds = List.copyOf(orderIds);
    productIds = List.copyOf(productIds);
  }

  /** Of one order and what it sells. */
  public static Change ofOrder(long orderId, Collection<Long> productIds) {
    return new Change(List.of(orderId), List.copyOf(productIds));
  }

  /** Of one product. */
  public static Change ofProduct(long productId) {
    return new Change(List.of(), List.of(productId));
  }

  /** Whether nothing has changed. */
  public boolean isNone() {
    return orderIds.isEmpty() && productIds.isEmpty();
  }
}
