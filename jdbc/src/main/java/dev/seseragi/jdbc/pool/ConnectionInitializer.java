package dev.seseragi.jdbc.pool;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/**
 * Prepares each new connection of a pool: functions, collations, extensions. Called once for a
 * connection, before its first use, by the thread that needs it. Must leave no transaction open.
 */
@FunctionalInterface
public interface ConnectionInitializer {
  /** Does nothing. */
  ConnectionInitializer NONE = connection -> {};

  /** Prepares a connection. */
  void initialize(SQLiteConnection connection) throws SQLException;
}
