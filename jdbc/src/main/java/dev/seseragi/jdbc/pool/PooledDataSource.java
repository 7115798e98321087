package dev.seseragi.jdbc.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The pool as JDBC wants to see it. Safe for use by many threads. */
public final class PooledDataSource implements DataSource {
  private final Pool pool;
  private final boolean isReadOnly;
  private volatile @Nullable PrintWriter logWriter;

  /**
   * A view of a pool.
   *
   * @param isReadOnly whether its connections can only read
   */
  public PooledDataSource(Pool pool, boolean isReadOnly) {
    this.pool = pool;
    this.isReadOnly = isReadOnly;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return pool.take(isReadOnly);
  }

  /** SQLite has no users: the same as without. */
  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  @SuppressWarnings("NullAway") // JDBC: null unless one was set.
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "the wait for a connection is set by PoolSettings.connectionTimeout");
  }

  @Override
  public int getLoginTimeout() {
    return (int) Math.min(Integer.MAX_VALUE, pool.settings().connectionTimeout().toSeconds());
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the log is System.Logger dev.seseragi.jdbc");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("this data source is no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public String toString() {
    return "Seseragi[" + pool.database() + (isReadOnly ? ", read only]" : "]");
  }
}
