package dev.seseragi.jdbc.pool;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/** A statement without parameters and rows that is run often. The driver closes one that failed. */
final class Command {
  private final SQLiteConnection driver;
  private final String sql;
  private PreparedStatement statement;

  Command(SQLiteConnection driver, String sql) throws SQLException {
    this.driver = driver;
    this.sql = sql;
    this.statement = driver.prepareStatement(sql);
  }

  void run() throws SQLException {
    try {
      statement.execute();
    } catch (SQLException e) {
      statement.close();
      statement = driver.prepareStatement(sql);
      throw e;
    }
  }
}
