package dev.seseragi.apps.pos.schema;

import dev.seseragi.apps.database.Migration;
import java.util.List;

/** The migrations, forward only. */
public final class PosSchema {
  private static final String PRODUCTS =
      """
      CREATE TABLE products(
        product_id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_name TEXT NOT NULL CHECK(length(product_name) BETWEEN 1 AND 255),
        price INTEGER NOT NULL CHECK(price BETWEEN 0 AND 9999999),
        stock INTEGER NOT NULL CHECK(stock >= 0),
        image TEXT,
        version INTEGER NOT NULL DEFAULT 1,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        deleted_at TEXT)
      """;

  // Partial, because NULLs are distinct in a unique index over (product_name, deleted_at).
  private static final String LIVE_NAMES =
      "CREATE UNIQUE INDEX products_live_name ON products(product_name) WHERE deleted_at IS NULL";

  private static final String ORDERS =
      """
      CREATE TABLE orders(
        order_id INTEGER PRIMARY KEY AUTOINCREMENT,
        table_number INTEGER NOT NULL CHECK(table_number BETWEEN 1 AND 999),
        status TEXT NOT NULL CHECK(status IN ('accept','cooking','serve','finish','cancel')),
        memo TEXT NOT NULL DEFAULT '',
        total INTEGER NOT NULL CHECK(total >= 0),
        received INTEGER,
        idempotency_key TEXT NOT NULL UNIQUE,
        request_hash TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        cancelled_at TEXT,
        cancel_reason TEXT,
        restocked INTEGER)
      """;

  private static final String OPEN_ORDERS =
      "CREATE INDEX orders_open ON orders(status, order_id)"
          + " WHERE status IN ('accept','cooking','serve')";

  private static final String ORDERS_BY_TIME =
      "CREATE INDEX orders_time ON orders(created_at, order_id)";

  private static final String DETAILS =
      """
      CREATE TABLE order_details(
        order_detail_id INTEGER PRIMARY KEY AUTOINCREMENT,
        order_id INTEGER NOT NULL REFERENCES orders,
        product_id INTEGER NOT NULL REFERENCES products,
        product_name TEXT NOT NULL,
        unit_price INTEGER NOT NULL,
        quantity INTEGER NOT NULL CHECK(quantity BETWEEN 1 AND 999),
        UNIQUE(order_id, product_id))
      """;

  private static final String DETAILS_BY_PRODUCT =
      "CREATE INDEX details_product ON order_details(product_id, quantity, unit_price)";

  private static final String EVENTS =
      """
      CREATE TABLE order_events(
        event_id INTEGER PRIMARY KEY AUTOINCREMENT,
        order_id INTEGER NOT NULL REFERENCES orders,
        from_status TEXT,
        to_status TEXT NOT NULL,
        at TEXT NOT NULL)
      """;

  private PosSchema() {}

  /** All of them, in order. */
  public static List<Migration> migrations() {
    return List.of(
        Migration.forward(
            "0001_products_and_orders",
            PRODUCTS,
            LIVE_NAMES,
            ORDERS,
            OPEN_ORDERS,
            ORDERS_BY_TIME,
            DETAILS,
            DETAILS_BY_PRODUCT,
            EVENTS));
  }
}
