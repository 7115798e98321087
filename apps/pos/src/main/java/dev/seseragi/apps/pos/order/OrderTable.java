package dev.seseragi.apps.pos.order;

import dev.seseragi.apps.pos.field.Times;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The SQL of orders, their lines and events. Every method works inside of its caller's transaction.
 */
final class OrderTable {
  static final String COLUMNS =
      "o.order_id, o.table_number, o.status, o.memo, o.total, o.received, o.created_at,"
          + " o.updated_at, o.cancelled_at, o.cancel_reason, o.restocked";

  private static final String LINES =
      "SELECT d.product_id, d.product_name, d.unit_price, d.quantity, p.deleted_at IS NOT NULL"
          + " FROM order_details d JOIN products p ON p.product_id = d.product_id"
          + " WHERE d.order_id = ? ORDER BY d.order_detail_id";

  private OrderTable() {}

  /** What is kept with an idempotency key. */
  record Known(long orderId, String hash) {}

  static Optional<Known> byKey(Connection connection, String key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT order_id, request_hash FROM orders WHERE idempotency_key = ?")) {
      select.setString(1, key);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new Known(rows.getLong(1), rows.getString(2)))
            : Optional.empty();
      }
    }
  }

  static Optional<Order> find(Connection connection, long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM orders o WHERE o.order_id = ?")) {
      select.setLong(1, id);
      return orders(connection, select).stream().findFirst();
    }
  }

  /** Runs a select of {@link #COLUMNS}, and adds the lines of what it finds. */
  static List<Order> orders(Connection connection, PreparedStatement select) throws SQLException {
    List<Order> orders = new ArrayList<>();
    try (PreparedStatement ofOrder = connection.prepareStatement(LINES);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        orders.add(order(rows, lines(ofOrder, rows.getLong(1))));
      }
    }
    return orders;
  }

  private static Order order(ResultSet row, List<OrderLine> lines) throws SQLException {
    long received = row.getLong(6);
    OptionalLong optional = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(received);
    String cancelledAt = row.getString(9);
    Optional<Cancellation> cancellation =
        cancelledAt == null
            ? Optional.empty()
            : Optional.of(
                new Cancellation(
                    Instant.parse(cancelledAt), row.getString(10), row.getBoolean(11)));
    return new Order(
        row.getLong(1),
        row.getInt(2),
        Status.of(row.getString(3)).orElseThrow(),
        row.getString(4),
        row.getLong(5),
        optional,
        Instant.parse(row.getString(7)),
        Instant.parse(row.getString(8)),
        lines,
        cancellation);
  }

  private static List<OrderLine> lines(PreparedStatement select, long orderId) throws SQLException {
    select.setLong(1, orderId);
    List<OrderLine> lines = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        lines.add(
            new OrderLine(
                rows.getLong(1),
                rows.getString(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getBoolean(5)));
      }
    }
    return lines;
  }

  /** Adds an order with its lines and its first event; returns its id. */
  static long insert(Connection connection, NewOrder order, List<OrderLine> lines, Instant now)
      throws SQLException {
    long total = lines.stream().mapToLong(OrderLine::subtotal).sum();
    long id;
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO orders(table_number, status, memo, total, received, idempotency_key,"
                + " request_hash, created_at, updated_at)"
                + " VALUES (?, 'accept', ?, ?, ?, ?, ?, ?, ?) RETURNING order_id")) {
      insert.setInt(1, order.tableNumber());
      insert.setString(2, order.memo());
      insert.setLong(3, total);
      if (order.received().isPresent()) {
        insert.setLong(4, order.received().getAsLong());
      } else {
        insert.setNull(4, Types.INTEGER);
      }
      insert.setString(5, order.key());
      insert.setString(6, order.hash());
      insert.setString(7, Times.kept(now));
      insert.setString(8, Times.kept(now));
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        id = rows.getLong(1);
      }
    }
    insertLines(connection, id, lines);
    event(connection, id, Optional.empty(), Status.ACCEPT, now);
    return id;
  }

  private static void insertLines(Connection connection, long id, List<OrderLine> lines)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_details(order_id, product_id, product_name, unit_price, quantity)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      for (OrderLine line : lines) {
        insert.setLong(1, id);
        insert.setLong(2, line.productId());
        insert.setString(3, line.name());
        insert.setLong(4, line.unitPrice());
        insert.setLong(5, line.quantity());
        insert.executeUpdate();
      }
    }
  }

  private static void event(
      Connection connection, long id, Optional<Status> from, Status to, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_events(order_id, from_status, to_status, at) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, id);
      insert.setString(2, from.map(Status::word).orElse(null));
      insert.setString(3, to.word());
      insert.setString(4, Times.kept(now));
      insert.executeUpdate();
    }
  }

  static void move(Connection connection, Order order, Status to, Instant now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE orders SET status = ?, updated_at = ? WHERE order_id = ?")) {
      update.setString(1, to.word());
      update.setString(2, Times.kept(now));
      update.setLong(3, order.id());
      update.executeUpdate();
    }
    event(connection, order.id(), Optional.of(order.status()), to, now);
  }

  static void cancel(Connection connection, Order order, Cancellation how) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE orders SET status = 'cancel', updated_at = ?, cancelled_at = ?,"
                + " cancel_reason = ?, restocked = ? WHERE order_id = ?")) {
      update.setString(1, Times.kept(how.at()));
      update.setString(2, Times.kept(how.at()));
      update.setString(3, how.reason());
      update.setBoolean(4, how.isRestocked());
      update.setLong(5, order.id());
      update.executeUpdate();
    }
    event(connection, order.id(), Optional.of(order.status()), Status.CANCEL, how.at());
  }
}
