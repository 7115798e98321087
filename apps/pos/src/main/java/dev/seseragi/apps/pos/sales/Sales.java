package dev.seseragi.apps.pos.sales;

import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.live.ChangeCache;
import dev.seseragi.apps.pos.sales.SalesReport.Period;
import dev.seseragi.apps.pos.sales.SalesReport.Sold;
import dev.seseragi.apps.pos.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes reports. One is made again only when something has changed. Safe for many threads. */
public final class Sales {
  private static final String FIRST = "";

  /** A report of a day that is over is not asked for again. */
  private static final Duration KEPT = Duration.ofDays(1);

  private static final int MAX_KEPT = 4;

  private final Transactions transactions;
  private final InstantSource clock;
  private final ChangeCache<Asked, SalesReport> reports;

  private record Asked(Period period, LocalDate day) {}

  private record Raw(long id, String name, boolean isDeleted, long quantity, long amount) {}

  /** Reports about a database. */
  public Sales(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
    this.reports = new ChangeCache<>(transactions.changes()::nowOfProducts, clock, KEPT, MAX_KEPT);
  }

  /** The report of a period, of what is committed at this moment or later. */
  public SalesReport report(Period period) {
    LocalDate day = Times.day(clock.instant());
    return reports.get(new Asked(period, day), () -> made(period, day));
  }

  private SalesReport made(Period period, LocalDate day) {
    String since = period == Period.TODAY ? day.toString() : FIRST;
    Instant now = clock.instant();
    return transactions.read(connection -> make(connection, period, now, since));
  }

  private static SalesReport make(Connection connection, Period period, Instant now, String since)
      throws SQLException {
    List<Raw> raws = products(connection, since);
    raws.sort(Comparator.comparingLong((Raw raw) -> -raw.amount()).thenComparingLong(Raw::id));
    List<Long> percents = Percents.of(raws.stream().map(Raw::amount).toList());
    List<Sold> ranking = new ArrayList<>();
    for (int i = 0; i < raws.size(); i++) {
      Raw raw = raws.get(i);
      ranking.add(
          new Sold(
              raw.id(),
              raw.name(),
              raw.isDeleted(),
              raw.quantity(),
              raw.amount(),
              percents.get(i)));
    }
    ranking.sort(
        Comparator.comparingLong((Sold one) -> -one.quantity()).thenComparingLong(Sold::productId));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT coalesce(sum(total), 0), coalesce(sum(orders), 0), coalesce(sum(cancelled), 0)"
                + " FROM sales WHERE day >= ?")) {
      select.setString(1, since);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return new SalesReport(
            period, now, rows.getLong(1), rows.getLong(2), rows.getLong(3), ranking);
      }
    }
  }

  private static List<Raw> products(Connection connection, String since) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT p.product_id, p.product_name, p.deleted_at IS NOT NULL,"
                + " coalesce(s.quantity, 0), coalesce(s.amount, 0)"
                + " FROM products p LEFT JOIN ("
                + "SELECT product_id, sum(quantity) AS quantity, sum(amount) AS amount"
                + " FROM product_sales WHERE day >= ? GROUP BY product_id"
                + ") s ON s.product_id = p.product_id"
                + " WHERE p.deleted_at IS NULL OR s.quantity > 0")) {
      select.setString(1, since);
      try (ResultSet rows = select.executeQuery()) {
        List<Raw> raws = new ArrayList<>();
        while (rows.next()) {
          raws.add(
              new Raw(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getBoolean(3),
                  rows.getLong(4),
                  rows.getLong(5)));
        }
        return raws;
      }
    }
  }
}
