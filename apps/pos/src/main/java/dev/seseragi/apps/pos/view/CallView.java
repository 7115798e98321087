package dev.seseragi.apps.pos.view;

import dev.seseragi.apps.pos.order.Order;
import dev.seseragi.apps.pos.order.Status;
import java.util.List;

/** Call numbers, oldest first. */
public record CallView(List<Long> ready, List<Long> preparing) {
  /** Of open orders, oldest first. */
  public static CallView of(List<Order> open) {
    return new CallView(
        open.stream()
            .filter(order -> order.status() == Status.SERVE)
            .map(Order::callNumber)
            .toList(),
        open.stream()
            .filter(order -> order.status() != Status.SERVE)
            .map(Order::callNumber)
            .toList());
  }
}
