package dev.seseragi.bench.pos;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What a stall has behind it: products, and orders that were handed over, with 2.5 lines each. */
final class PastOrders {
  /** How many products there are. */
  static final int PRODUCTS = 50;

  /** What each of them has in stock, after the past orders. */
  static final long STOCK = 1_000_000;

  private static final long SEED = 42;
  private static final int MAX_LINES = 4;
  private static final int MAX_QUANTITY = 3;
  private static final int TABLES = 40;
  private static final int CANCELLED_OF = 20;
  private static final Duration APART = Duration.ofSeconds(17);

  private PastOrders() {}

  /** The price of a product, by its id from 1. */
  static long price(int product) {
    return 100 + 10L * product;
  }

  /** Fills a database that has its tables. */
  static void add(Path database, int orders) throws SQLException {
    SplittableRandom random = new SplittableRandom(SEED);
    Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(APART.multipliedBy(orders));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      connection.setAutoCommit(false);
      addProducts(connection, begin.toString());
      try (PreparedStatement order =
              connection.prepareStatement(
                  "INSERT INTO orders VALUES (?, ?, ?, ?, ?, NULL, ?, '', ?, ?, NULL, NULL, ?)");
          PreparedStatement line =
              connection.prepareStatement(
                  "INSERT INTO order_details(order_id, product_id, product_name, unit_price,"
                      + " quantity) VALUES (?, ?, ?, ?, ?)")) {
        for (int id = 1; id <= orders; id++) {
          addOrder(order, line, random, id, begin.plus(APART.multipliedBy(id)).toString());
        }
      }
      connection.commit();
    }
  }

  private static void addProducts(Connection connection, String now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO products(product_id, product_name, price, stock, created_at, updated_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      for (int id = 1; id <= PRODUCTS; id++) {
        insert.setInt(1, id);
        insert.setString(2, "品" + id);
        insert.setLong(3, price(id));
        insert.setLong(4, STOCK);
        insert.setString(5, now);
        insert.setString(6, now);
        insert.executeUpdate();
      }
    }
  }

  private static void addOrder(
      PreparedStatement order, PreparedStatement line, SplittableRandom random, int id, String at)
      throws SQLException {
    Map<Integer, Integer> quantities = new LinkedHashMap<>();
    int lines = random.nextInt(1, MAX_LINES + 1);
    while (quantities.size() < lines) {
      quantities.put(random.nextInt(1, PRODUCTS + 1), random.nextInt(1, MAX_QUANTITY + 1));
    }
    long total =
        quantities.entrySet().stream().mapToLong(it -> price(it.getKey()) * it.getValue()).sum();
    boolean isCancelled = random.nextInt(CANCELLED_OF) == 0;
    order.setInt(1, id);
    order.setInt(2, random.nextInt(1, TABLES + 1));
    order.setString(3, isCancelled ? "cancel" : "finish");
    order.setString(4, id % 10 == 0 ? "メモ " + id : "");
    order.setLong(5, total);
    order.setString(6, "past-" + id);
    order.setString(7, at);
    order.setString(8, at);
    order.setObject(9, isCancelled ? 1 : null);
    order.executeUpdate();
    for (Map.Entry<Integer, Integer> one : quantities.entrySet()) {
      line.setInt(1, id);
      line.setInt(2, one.getKey());
      line.setString(3, "品" + one.getKey());
      line.setLong(4, price(one.getKey()));
      line.setInt(5, one.getValue());
      line.executeUpdate();
    }
  }
}
