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

  // What was sold, by the day in Tokyo, is added up as it is sold: a report of 10,000 orders would
  // read them all, and
  // one is asked for after each order. Nothing but these triggers writes these two tables.
  private static final String SALES =
      """
      CREATE TABLE sales(
        day TEXT PRIMARY KEY,
        total INTEGER NOT NULL,
        orders INTEGER NOT NULL,
        cancelled INTEGER NOT NULL) WITHOUT ROWID
      """;

  private static final String PRODUCT_SALES =
      """
      CREATE TABLE product_sales(
        day TEXT NOT NULL,
        product_id INTEGER NOT NULL,
        quantity INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY(day, product_id)) WITHOUT ROWID
      """;

  private static final String PAST_SALES =
      """
      INSERT INTO sales(day, total, orders, cancelled)
        SELECT date(created_at, '+9 hours'), sum(iif(status = 'cancel', 0, total)),
          count(*) FILTER (WHERE status <> 'cancel'), count(*) FILTER (WHERE status = 'cancel')
        FROM orders GROUP BY 1
      """;

  private static final String PAST_PRODUCT_SALES =
      """
      INSERT INTO product_sales(day, product_id, quantity, amount)
        SELECT date(created_at, '+9 hours'), product_id, sum(quantity), sum(quantity * unit_price)
        FROM orders JOIN order_details USING (order_id) WHERE status <> 'cancel' GROUP BY 1, 2
      """;

  private static final String ORDER_ADDS =
      """
      CREATE TRIGGER order_adds_to_sales AFTER INSERT ON orders BEGIN
        INSERT INTO sales(day, total, orders, cancelled)
          VALUES (date(NEW.created_at, '+9 hours'), iif(NEW.status = 'cancel', 0, NEW.total),
            NEW.status <> 'cancel', NEW.status = 'cancel')
          ON CONFLICT(day) DO UPDATE SET total = total + excluded.total,
            orders = orders + excluded.orders, cancelled = cancelled + excluded.cancelled;
      END
      """;

  private static final String LINE_ADDS =
      """
      CREATE TRIGGER line_adds_to_sales AFTER INSERT ON order_details BEGIN
        INSERT INTO product_sales(day, product_id, quantity, amount)
          SELECT date(created_at, '+9 hours'), NEW.product_id, NEW.quantity,
            NEW.quantity * NEW.unit_price
          FROM orders WHERE order_id = NEW.order_id AND status <> 'cancel'
          ON CONFLICT(day, product_id) DO UPDATE SET quantity = quantity + excluded.quantity,
            amount = amount + excluded.amount;
      END
      """;

  private static final String CANCELLATION_SUBTRACTS =
      """
      CREATE TRIGGER cancellation_subtracts_from_sales AFTER UPDATE OF status ON orders
        WHEN NEW.status = 'cancel' AND OLD.status <> 'cancel' BEGIN
        UPDATE sales SET total = total - NEW.total, orders = orders - 1, cancelled = cancelled + 1
          WHERE day = date(NEW.created_at, '+9 hours');
        UPDATE product_sales SET quantity = product_sales.quantity - d.quantity,
            amount = amount - d.quantity * d.unit_price
          FROM order_details d
          WHERE d.order_id = NEW.order_id AND product_sales.product_id = d.product_id
            AND day = date(NEW.created_at, '+9 hours');
      END
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
            EVENTS),
        Migration.forward(
            "0002_sales",
            SALES,
            PRODUCT_SALES,
            PAST_SALES,
            PAST_PRODUCT_SALES,
            ORDER_ADDS,
            LINE_ADDS,
            CANCELLATION_SUBTRACTS));
  }
}
