package dev.seseragi.jdbc.pool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result set of a pooled connection. */
final class RowsHandle extends ForwardingResultSet {
  private final ConnectionHandle connection;
  private final @Nullable StatementHandle statement;

  /**
   * @param statement null for what the driver's metadata gives
   */
  RowsHandle(ResultSet rows, ConnectionHandle connection, @Nullable StatementHandle statement) {
    super(rows);
    this.connection = connection;
    this.statement = statement;
  }

  @Override
  public boolean next() throws SQLException {
    boolean isThere = rows().next();
    if (!isThere) {
      connection.control().rowsEnded();
    }
    return isThere;
  }

  @Override
  public void close() throws SQLException {
    if (!isOpen()) {
      return;
    }
    closeRows();
    if (statement != null) {
      statement.rowsClosed();
    } else {
      connection.forget(this);
    }
    connection.control().rowsEnded();
  }

  /** Closes the driver's, so that it holds no state of the database any more. */
  void closeRows() throws SQLException {
    if (isOpen()) {
      ResultSet rows = rows();
      detach();
      rows.close();
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return !isOpen() || rows().isClosed();
  }

  @Override
  @SuppressWarnings("NullAway") // JDBC: null for what was not made by a statement.
  public Statement getStatement() throws SQLException {
    rows();
    return statement;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return rows().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || rows().isWrapperFor(type);
  }
}
