package dev.seseragi.apps.pos.sales;

import dev.seseragi.apps.pos.product.Product;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What was sold.
 *
 * @param total of all orders that were not taken back, in yen
 * @param ranking by quantity, then id
 */
public record SalesReport(
    Period period,
    Instant asOf,
    long total,
    long orderCount,
    long cancelledCount,
    List<Sold> ranking) {
  /** Copies. */
  public SalesReport {
    ranking = List.copyOf(ranking);
  }

  /** Of which time. */
  public enum Period {
    /** Since the beginning. */
    ALL("all"),
    /** Since midnight in Tokyo. */
    TODAY("today");

    private final String word;

    Period(String word) {
      this.word = word;
    }

    /** As it is asked for. */
    public String word() {
      return word;
    }

    /** Anything else is all. */
    public static Period of(String word) {
      return word.equals(TODAY.word) ? TODAY : ALL;
    }
  }

  /**
   * One product.
   *
   * @param name as it is now
   * @param amount in yen, by the prices at which it was sold
   * @param percent of the amounts of all
   */
  public record Sold(
      long productId, String name, boolean isDeleted, long quantity, long amount, long percent) {
    /** Its name, with a note if it is no longer sold. */
    public String shownName() {
      return Product.shownName(name, isDeleted);
    }
  }

  /** Yen an order, without the fraction; 0 without orders. */
  public long average() {
    return orderCount == 0 ? 0 : total / orderCount;
  }

  /** By amount, then id. */
  public List<Sold> composition() {
    return ranking.stream()
        .sorted(
            Comparator.comparingLong((Sold one) -> -one.amount())
                .thenComparingLong(Sold::productId))
        .toList();
  }
}
