package dev.seseragi.bench.pos;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * What a database says at the end.
 *
 * @param lost orders that were confirmed and are not there, or not under their number
 * @param doubled orders that are there twice: more than one of a key, or of nobody's
 * @param wrong products with a wrong or negative stock, and orders with a wrong total, and 1 if the
 *     sales are not what was ordered
 */
record Books(int lost, long doubled, long wrong) {

  /**
   * Looks.
   *
   * @param confirmed orders by their keys
   * @param past how many orders there were before
   */
  static Books of(Path database, Map<String, Long> confirmed, int past) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      int lost = 0;
      try (PreparedStatement one =
          connection.prepareStatement(
              "SELECT 1 FROM orders WHERE idempotency_key = ? AND order_id = ?")) {
        for (Map.Entry<String, Long> order : confirmed.entrySet()) {
          one.setString(1, order.getKey());
          one.setLong(2, order.getValue());
          try (ResultSet row = one.executeQuery()) {
            lost += row.next() ? 0 : 1;
          }
        }
      }
      long all = number(statement, "SELECT count(*) FROM orders");
      return new Books(lost, all - past - confirmed.size() + lost, wrong(statement, past));
    }
  }

  private static long wrong(Statement statement, int past) throws SQLException {
    return number(
            statement,
            "SELECT count(*) FROM products p WHERE p.stock < 0 OR p.stock <> "
                + PastOrders.STOCK
                + " - coalesce((SELECT sum(d.quantity) FROM order_details d JOIN orders o"
                + " USING (order_id) WHERE d.product_id = p.product_id AND o.order_id > "
                + past
                + " AND coalesce(o.restocked, 0) = 0), 0)")
        + number(
            statement,
            "SELECT count(*) FROM orders o WHERE o.total <> (SELECT sum(unit_price * quantity)"
                + " FROM order_details d WHERE d.order_id = o.order_id)")
        + number(
            statement,
            "SELECT (SELECT sum(total) FROM sales) <> (SELECT sum(total) FROM orders WHERE status <>"
                + " 'cancel') OR (SELECT sum(amount) FROM product_sales) <> (SELECT sum(total)"
                + " FROM sales)");
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
