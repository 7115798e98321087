package dev.seseragi.apps.pos.order;

import java.util.List;

/**
 * A page of the history.
 *
 * @param query what it answers, with the page that it really is
 * @param total how many orders fit in all
 */
public record HistoryPage(HistoryQuery query, List<Order> orders, long total) {
  /** The number of the last page, from 0. */
  public long lastPage() {
    return lastPage(total, query.size());
  }

  static long lastPage(long total, int size) {
    return Math.max(0, (total - 1) / size);
  }

  /** The place of the first order shown, from 1; 0 if there is none. */
  public long first() {
    return orders.isEmpty() ? 0 : query.page() * query.size() + 1;
  }

  /** The place of the last order shown. */
  public long last() {
    return orders.isEmpty() ? 0 : first() + orders.size() - 1;
  }
}
