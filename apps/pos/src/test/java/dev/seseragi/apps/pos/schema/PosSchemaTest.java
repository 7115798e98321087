package dev.seseragi.apps.pos.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.database.Migration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PosSchemaTest {
  private static final String SALES = "SELECT day, total, orders, cancelled FROM sales ORDER BY 1";
  private static final String COUNTED_SALES =
      "SELECT date(created_at, '+9 hours'), sum(CASE WHEN status = 'cancel' THEN 0 ELSE total END),"
          + " sum(status <> 'cancel'), sum(status = 'cancel') FROM orders GROUP BY 1 ORDER BY 1";
  private static final String PRODUCT_SALES =
      "SELECT day, product_id, quantity, amount FROM product_sales WHERE quantity > 0"
          + " ORDER BY 1, 2";
  private static final String COUNTED_PRODUCT_SALES =
      "SELECT date(o.created_at, '+9 hours'), d.product_id, sum(d.quantity),"
          + " sum(d.quantity * d.unit_price) FROM orders o JOIN order_details d USING (order_id)"
          + " WHERE o.status <> 'cancel' GROUP BY 1, 2 ORDER BY 1, 2";

  private final SplittableRandom random = new SplittableRandom(5);
  private Connection connection;
  private Statement statement;
  private int orders;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void salesAreAddedUpAsTheOrdersSay() throws SQLException {
    migrate(0, 1);
    addProducts();
    workForAnAfternoon();
    migrate(1, PosSchema.migrations().size());
    assertThatSalesAreRight();
    workForAnAfternoon();
    assertThatSalesAreRight();
    statement.execute("UPDATE orders SET status = 'cancel'");
    assertThat(rows(SALES)).isEqualTo(rows(COUNTED_SALES));
    assertThat(rows("SELECT sum(total), sum(orders) FROM sales")).containsExactly("0 0");
    assertThat(rows("SELECT count(*) FROM product_sales WHERE quantity <> 0 OR amount <> 0"))
        .containsExactly("0");
  }

  private void assertThatSalesAreRight() throws SQLException {
    assertThat(rows(SALES)).isEqualTo(rows(COUNTED_SALES)).hasSizeGreaterThan(1);
    assertThat(rows(PRODUCT_SALES)).isEqualTo(rows(COUNTED_PRODUCT_SALES)).hasSizeGreaterThan(5);
  }

  private void migrate(int from, int to) throws SQLException {
    for (Migration migration : PosSchema.migrations().subList(from, to)) {
      for (String step : migration.up()) {
        statement.execute(step);
      }
    }
  }

  private void addProducts() throws SQLException {
    for (int id = 1; id <= 5; id++) {
      statement.execute(
          "INSERT INTO products(product_id, product_name, price, stock, created_at, updated_at)"
              + " VALUES (%d, '品%d', 100, 1000, '', '')".formatted(id, id));
    }
  }

  /** Around midnight in Tokyo. */
  private void workForAnAfternoon() throws SQLException {
    for (int i = 0; i < 100; i++) {
      int id = ++orders;
      Instant time = Instant.parse("2026-11-21T13:00:00.123Z").plusSeconds(random.nextInt(14_400));
      statement.execute(
          "INSERT INTO orders(order_id, table_number, status, total, idempotency_key, request_hash,"
              + " created_at, updated_at) VALUES (%d, 1, '%s', %d, 'k%d', '', '%s', '')"
                  .formatted(
                      id,
                      List.of("accept", "finish", "cancel").get(random.nextInt(3)),
                      random.nextInt(1, 5_000),
                      id,
                      time));
      for (int product = random.nextInt(1, 4); product <= 5; product += 2) {
        statement.execute(
            "INSERT INTO order_details(order_id, product_id, product_name, unit_price, quantity)"
                + " VALUES (%d, %d, '', %d, %d)"
                    .formatted(id, product, random.nextInt(500), random.nextInt(1, 9)));
      }
      String status = random.nextBoolean() ? "cancel" : "finish";
      statement.execute(
          "UPDATE orders SET status = '%s' WHERE order_id = %d AND status <> 'cancel'"
              .formatted(status, random.nextInt(1, orders + 1)));
    }
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          columns.add(found.getString(i));
        }
        rows.add(String.join(" ", columns));
      }
    }
    return rows;
  }
}
