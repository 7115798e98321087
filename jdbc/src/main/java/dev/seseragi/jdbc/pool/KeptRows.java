package dev.seseragi.jdbc.pool;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConnection;

/**
 * The rows of a RETURNING clause, read to the end, as a result set of its own: a SELECT of exactly
 * these values, so that every conversion is the driver's.
 */
final class KeptRows {
  /** How many variables a statement of SQLite may have (limits.html). */
  private static final int MAX_VALUES = 32_766;

  private KeptRows() {}

  /**
   * Reads and closes {@code given}.
   *
   * @throws SQLException if these are more values than SQLite takes in one statement
   */
  static ResultSet of(ResultSet given, SQLiteConnection driver) throws SQLException {
    List<Object> values = new ArrayList<>();
    int columns;
    String names;
    try (given) {
      ResultSetMetaData meta = given.getMetaData();
      columns = meta.getColumnCount();
      names = names(meta, columns);
      while (given.next()) {
        if (values.size() + columns > MAX_VALUES) {
          throw PoolErrors.tooManyReturned(values.size() / columns, columns, MAX_VALUES);
        }
        for (int column = 1; column <= columns; column++) {
          values.add(given.getObject(column));
        }
      }
    }
    return select(names, values, columns, driver);
  }

  private static String names(ResultSetMetaData meta, int columns) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= columns; column++) {
      String name = meta.getColumnName(column).replace("\"", "\"\"");
      names.add("column%d AS \"%s\"".formatted(column, name));
    }
    return String.join(", ", names);
  }

  private static ResultSet select(
      String names, List<Object> values, int columns, SQLiteConnection driver) throws SQLException {
    String row = "(" + "?, ".repeat(columns - 1) + "?)";
    int rows = values.size() / columns;
    String all =
        rows == 0
            ? row + ") WHERE 0"
            : IntStream.range(0, rows).mapToObj(i -> row).collect(Collectors.joining(", ")) + ")";
    PreparedStatement statement =
        driver.prepareStatement("SELECT " + names + " FROM (VALUES " + all);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    statement.closeOnCompletion();
    return statement.executeQuery();
  }
}
