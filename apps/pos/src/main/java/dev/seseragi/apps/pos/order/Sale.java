package dev.seseragi.apps.pos.order;

import dev.seseragi.apps.pos.field.FieldErrors;
import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.product.Product;
import dev.seseragi.apps.pos.product.ProductTable;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an order does to the products, inside of its transaction. */
final class Sale {
  private Sale() {}

  /**
   * The lines with today's names and prices.
   *
   * @throws ProblemException 409 if a product is gone or costs something else, 422 if too little
   *     money was given
   */
  static List<OrderLine> lines(Connection connection, NewOrder asked) throws SQLException {
    List<OrderLine> lines = new ArrayList<>();
    List<OrderLine> repriced = new ArrayList<>();
    List<Long> seen = new ArrayList<>();
    List<Map<String, Object>> gone = new ArrayList<>();
    for (NewOrder.Line line : asked.lines()) {
      Optional<Product> product = ProductTable.find(connection, line.productId());
      if (product.isEmpty() || product.get().isDeleted()) {
        String name = product.map(Product::name).orElse("ID " + line.productId());
        gone.add(Map.of("product_id", line.productId(), "product_name", name));
        continue;
      }
      long price = product.get().price();
      OrderLine sold =
          new OrderLine(line.productId(), product.get().name(), price, line.quantity(), false);
      lines.add(sold);
      line.seenPrices().stream()
          .filter(one -> one != price)
          .findFirst()
          .ifPresent(old -> {
            repriced.add(sold);
            seen.add(old);
          });
    }
    demandPresent(gone);
    demandSeenPrices(repriced, seen);
    demandEnoughMoney(asked, lines);
    return lines;
  }

  private static void demandPresent(List<Map<String, Object>> gone) {
    if (!gone.isEmpty()) {
      String names =
          gone.stream()
              .map(one -> String.valueOf(one.get("product_name")))
              .collect(Collectors.joining("、"));
      throw new ProblemException(
          Problem.of(409, "product_gone", "販売が終了した商品があります：" + names).with("gone", gone));
    }
  }

  private static void demandSeenPrices(List<OrderLine> repriced, List<Long> seen) {
    if (repriced.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>();
    List<Map<String, Object>> prices = new ArrayList<>();
    for (int i = 0; i < repriced.size(); i++) {
      OrderLine line = repriced.get(i);
      words.add(
          String.format(Locale.ROOT, "%s（%,d円→%,d円）", line.name(), seen.get(i), line.unitPrice()));
      prices.add(Map.of("product_id", line.productId(), "price", line.unitPrice()));
    }
    throw new ProblemException(
        Problem.of(
                409, "price_changed", "価格が変わりました：%s。内容を確認してください".formatted(String.join("、", words)))
            .with("prices", prices));
  }

  private static void demandEnoughMoney(NewOrder asked, List<OrderLine> lines) {
    long total = lines.stream().mapToLong(OrderLine::subtotal).sum();
    if (asked.received().isPresent() && asked.received().getAsLong() < total) {
      FieldErrors errors = new FieldErrors();
      errors.add(OrderRules.RECEIVED, "お預かりが合計より少ないです");
      errors.throwIfAny();
    }
  }

  /**
   * Takes the stock of all lines.
   *
   * @throws ProblemException 409 if it does not suffice: the caller's transaction must end with it
   */
  static void takeStock(Connection connection, List<OrderLine> lines, Instant now)
      throws SQLException {
    List<OrderLine> shortOnes = new ArrayList<>();
    for (OrderLine line : lines) {
      if (!ProductTable.take(connection, line.productId(), line.quantity(), Times.kept(now))) {
        shortOnes.add(line);
      }
    }
    if (!shortOnes.isEmpty()) {
      throw outOfStock(connection, shortOnes);
    }
  }

  private static ProblemException outOfStock(Connection connection, List<OrderLine> shortOnes)
      throws SQLException {
    List<String> words = new ArrayList<>();
    List<Map<String, Object>> shortages = new ArrayList<>();
    for (OrderLine line : shortOnes) {
      long remaining =
          ProductTable.find(connection, line.productId()).map(Product::stock).orElse(0L);
      words.add(String.format(Locale.ROOT, "%s（残り%,d）", line.name(), remaining));
      shortages.add(
          Map.of(
              "product_id", line.productId(), "product_name", line.name(), "remaining", remaining));
    }
    return new ProblemException(
        Problem.of(409, "out_of_stock", "在庫が足りません：" + String.join("、", words))
            .with("shortages", shortages));
  }

  /** Gives the stock of all lines back. */
  static void giveBack(Connection connection, List<OrderLine> lines, Instant now)
      throws SQLException {
    for (OrderLine line : lines) {
      ProductTable.giveBack(connection, line.productId(), line.quantity(), Times.kept(now));
    }
  }
}
