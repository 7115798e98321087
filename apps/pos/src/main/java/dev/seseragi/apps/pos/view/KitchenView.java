package dev.seseragi.apps.pos.view;

import dev.seseragi.apps.pos.order.Order;
import dev.seseragi.apps.pos.order.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The kitchen's three columns. */
public record KitchenView(List<Column> columns, boolean isEmpty) {
  /** Copies. */
  public KitchenView {
    columns = List.copyOf(columns);
  }

  /** From when on an order is late. */
  public record Patience(int warnMinutes, int lateMinutes) {}

  /** The orders of one status. */
  public record Column(Status status, List<Card> cards) {
    /** Copies. */
    public Column {
      cards = List.copyOf(cards);
    }
  }

  /**
   * An order.
   *
   * @param elapsed words
   * @param level {@code calm}, {@code soon} or {@code late}
   */
  public record Card(Order order, String elapsed, String level) {}

  /** The view of open orders, oldest first. */
  public static KitchenView of(List<Order> open, Instant now, Patience patience) {
    List<Column> columns =
        List.of(Status.ACCEPT, Status.COOKING, Status.SERVE).stream()
            .map(status ->
                new Column(
                    status,
                    open.stream()
                        .filter(order -> order.status() == status)
                        .map(order -> card(order, now, patience))
                        .toList()))
            .toList();
    return new KitchenView(columns, open.isEmpty());
  }

  private static Card card(Order order, Instant now, Patience patience) {
    long minutes = Math.max(0, Duration.between(order.createdAt(), now).toMinutes());
    String words = minutes + "分経過";
    if (minutes >= patience.lateMinutes()) {
      return new Card(order, words + "・遅延", "late");
    }
    return minutes >= patience.warnMinutes()
        ? new Card(order, words + "・注意", "soon")
        : new Card(order, words, "calm");
  }
}
