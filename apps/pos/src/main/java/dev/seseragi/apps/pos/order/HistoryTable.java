package dev.seseragi.apps.pos.order;

import dev.seseragi.apps.pos.field.Times;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The SQL of finding orders again. Column names come from {@link HistoryQuery.Sort} only. */
final class HistoryTable {
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

  private final StringBuilder where = new StringBuilder(" WHERE 1 = 1");
  private final List<Object> values = new ArrayList<>();

  private HistoryTable(HistoryQuery query) {
    query.status().ifPresent(status -> and("o.status = ?", status.word()));
    query.day().ifPresent(this::onDay);
    if (!query.words().isEmpty()) {
      withWords(query.words());
    }
  }

  static HistoryPage page(Connection connection, HistoryQuery query) throws SQLException {
    HistoryTable table = new HistoryTable(query);
    long total = table.count(connection);
    long page = Math.min(query.page(), HistoryPage.lastPage(total, query.size()));
    HistoryQuery real = query.at(page);
    return new HistoryPage(real, table.orders(connection, real), total);
  }

  private void and(String condition, Object... bound) {
    where.append(" AND ").append(condition);
    values.addAll(List.of(bound));
  }

  private void onDay(LocalDate day) {
    and("o.created_at >= ?", Times.keptStartOf(day));
    and("o.created_at < ?", Times.keptStartOf(day.plusDays(1)));
  }

  private void withWords(String words) {
    String like = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    String id = ID.matcher(words).matches() ? words : "0";
    and(
        "(o.order_id = ? OR o.memo LIKE ? ESCAPE '\\' OR o.order_id IN"
            + " (SELECT d.order_id FROM order_details d WHERE d.product_name LIKE ? ESCAPE '\\'))",
        Long.parseLong(id),
        like,
        like);
  }

  private long count(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT count(*) FROM orders o" + where)) {
      bind(select);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private List<Order> orders(Connection connection, HistoryQuery query) throws SQLException {
    String direction = query.isDescending() ? " DESC" : " ASC";
    String order = " ORDER BY " + query.sort().sql() + direction + ", o.order_id" + direction;
    // The ids first: sorting whole rows takes SQLite twice as long (14 ms for 10,000 orders).
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + OrderTable.COLUMNS
                + " FROM orders o WHERE o.order_id IN (SELECT o.order_id FROM orders o"
                + where
                + order
                + " LIMIT ? OFFSET ?)"
                + order)) {
      int next = bind(select);
      select.setLong(next, query.size());
      select.setLong(next + 1, query.page() * query.size());
      return OrderTable.orders(connection, select);
    }
  }

  private int bind(PreparedStatement statement) throws SQLException {
    int index = 1;
    for (Object value : values) {
      statement.setObject(index++, value);
    }
    return index;
  }
}
