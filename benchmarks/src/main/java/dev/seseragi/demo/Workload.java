package dev.seseragi.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A shop that takes some hundred orders a second and says each one's number, and when, once it is
 * committed. It knows nothing of replication.
 */
final class Workload {
  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(3);

  private Workload() {}

  /** Argument: the database. Ends only by being killed. */
  public static void main(String[] args) throws SQLException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (Connection shop = DriverManager.getConnection("jdbc:sqlite:" + Path.of(args[0]));
        Statement setUp = shop.createStatement()) {
      setUp.execute("PRAGMA journal_mode=WAL");
      setUp.execute("PRAGMA busy_timeout=5000");
      setUp.execute(
          "CREATE TABLE orders(id INTEGER PRIMARY KEY, placed_at INTEGER NOT NULL, item TEXT NOT NULL)");
      try (PreparedStatement order =
          shop.prepareStatement("INSERT INTO orders VALUES (?, ?, 'yakisoba')")) {
        for (long id = 1; ; id++) {
          order.setLong(1, id);
          order.setLong(2, System.currentTimeMillis());
          order.executeUpdate();
          System.out.println(id + " " + System.currentTimeMillis());
          if (never.await(BETWEEN_ORDERS.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    }
  }
}
