package dev.seseragi.apps.pos.product;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of products. Every method works inside of its caller's transaction. */
public final class ProductTable {
  private static final String COLUMNS =
      "product_id, product_name, price, stock, image, deleted_at IS NOT NULL, version";

  private ProductTable() {}

  /** Those that are sold, and on demand those that were; by id. */
  static List<Product> list(Connection connection, boolean includesDeleted) throws SQLException {
    String where = includesDeleted ? "" : " WHERE deleted_at IS NULL";
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM products" + where + " ORDER BY product_id");
        ResultSet rows = select.executeQuery()) {
      List<Product> products = new ArrayList<>();
      while (rows.next()) {
        products.add(product(rows));
      }
      return products;
    }
  }

  /** One, also a deleted one. */
  public static Optional<Product> find(Connection connection, long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM products WHERE product_id = ?")) {
      select.setLong(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(product(rows)) : Optional.empty();
      }
    }
  }

  private static Product product(ResultSet row) throws SQLException {
    return new Product(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        Optional.ofNullable(row.getString(5)),
        row.getBoolean(6),
        row.getLong(7));
  }

  /** Whether another product that is sold has this name. */
  static boolean isNameTaken(Connection connection, String name, long exceptId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM products"
                + " WHERE product_name = ? AND deleted_at IS NULL AND product_id <> ?")) {
      select.setString(1, name);
      select.setLong(2, exceptId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Adds one; its id, stock and version in the argument do not count, apart from the stock. */
  static long insert(Connection connection, Product product, String now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO products(product_name, price, stock, image, created_at, updated_at)"
                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING product_id")) {
      insert.setString(1, product.name());
      insert.setLong(2, product.price());
      insert.setLong(3, product.stock());
      insert.setString(4, product.image().orElse(null));
      insert.setString(5, now);
      insert.setString(6, now);
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Writes all that can be edited. */
  static void update(Connection connection, Product product, String now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE products SET product_name = ?, price = ?, stock = ?, image = ?, version = ?,"
                + " updated_at = ? WHERE product_id = ?")) {
      update.setString(1, product.name());
      update.setLong(2, product.price());
      update.setLong(3, product.stock());
      update.setString(4, product.image().orElse(null));
      update.setLong(5, product.version());
      update.setString(6, now);
      update.setLong(7, product.id());
      update.executeUpdate();
    }
  }

  /** Takes one away; false if that was done before. */
  static boolean delete(Connection connection, long id, String now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE products SET deleted_at = ?, updated_at = ?"
                + " WHERE product_id = ? AND deleted_at IS NULL")) {
      update.setString(1, now);
      update.setString(2, now);
      update.setLong(3, id);
      return update.executeUpdate() > 0;
    }
  }

  /** Sells: false, and nothing is changed, if there is not enough or it is no longer sold. */
  public static boolean take(Connection connection, long id, long quantity, String now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE products SET stock = stock - ?, updated_at = ?"
                + " WHERE product_id = ? AND deleted_at IS NULL AND stock >= ?")) {
      update.setLong(1, quantity);
      update.setString(2, now);
      update.setLong(3, id);
      update.setLong(4, quantity);
      return update.executeUpdate() > 0;
    }
  }

  /** Gives back what was sold, to a deleted product, too. */
  public static void giveBack(Connection connection, long id, long quantity, String now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE products SET stock = stock + ?, updated_at = ? WHERE product_id = ?")) {
      update.setLong(1, quantity);
      update.setString(2, now);
      update.setLong(3, id);
      update.executeUpdate();
    }
  }
}
