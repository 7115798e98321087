package dev.seseragi.apps.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done with a connection. It neither commits nor closes it, and keeps nothing of it. */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
  /** Does it. */
  T run(Connection connection) throws SQLException;
}
