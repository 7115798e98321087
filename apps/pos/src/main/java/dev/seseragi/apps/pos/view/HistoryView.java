package dev.seseragi.apps.pos.view;

import dev.seseragi.apps.pos.order.HistoryPage;
import dev.seseragi.apps.pos.order.HistoryQuery;
import dev.seseragi.apps.pos.order.HistoryQuery.Sort;
import java.util.List;

/**
 * The history.
 *
 * @param canMove whether the visitor may take a step back
 */
public record HistoryView(HistoryPage page, boolean canMove) {
  /** What can be chosen. */
  public static final List<Integer> SIZES = List.of(10, 20, 30, 40, 50);

  /** What it answers. */
  public HistoryQuery query() {
    return page.query();
  }

  /** The URL of another page. */
  public String urlAt(long number) {
    return "/order_table?" + query().at(number).toUrl();
  }

  /** The URL that a press on a header leads to. */
  public String urlSorted(Sort column) {
    return "/order_table?" + query().pressed(column).toUrl();
  }

  /** {@code aria-sort} of a column. */
  public String ariaSort(Sort column) {
    if (query().sort() != column) {
      return "none";
    }
    return query().isDescending() ? "descending" : "ascending";
  }

  /** How a column's header shows its direction. */
  public String arrow(Sort column) {
    if (query().sort() != column) {
      return "↕";
    }
    return query().isDescending() ? "↓" : "↑";
  }

  /** Which part is shown. */
  public String range() {
    return page.total() == 0
        ? "全0件"
        : "全%s件中 %s - %s件表示"
            .formatted(
                Format.count(page.total()), Format.count(page.first()), Format.count(page.last()));
  }
}
