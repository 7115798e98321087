package dev.seseragi.apps.pos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoDataTest {
  @TempDir Path folder;

  private long count(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pos.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void pastOrdersHaveTheirHistoryAndAreMadeOnce() throws SQLException {
    for (int start = 0; start < 2; start++) {
      try (Shop shop = Shop.in(folder, "POS_SEED", "demo", "POS_SEED_ORDERS", "200")) {
        assertThat(shop.get("/api/orders").number("total")).isEqualTo(200);
        assertThat(shop.get("/kitchen").body())
            .contains("受付済（4）", "調理中（4）", "提供待ち（4）", "分経過・注意", "分経過・遅延");
      }
    }
    assertThat(count("orders WHERE status = 'cancel'")).isBetween(1L, 30L);
    assertThat(count("orders WHERE memo <> ''")).isBetween(1L, 50L);
    assertThat(
            count(
                "orders o WHERE status <> (SELECT to_status FROM order_events e"
                    + " WHERE e.order_id = o.order_id ORDER BY event_id DESC LIMIT 1)"))
        .isZero();
    assertThat(count("order_events WHERE from_status IS NULL AND to_status = 'accept'"))
        .isEqualTo(200);
    assertThat(
            count(
                "orders o WHERE total <> (SELECT sum(unit_price * quantity)"
                    + " FROM order_details d WHERE d.order_id = o.order_id)"))
        .isZero();
    assertThat(count("orders WHERE updated_at < created_at")).isZero();
  }
}
