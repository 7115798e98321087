package dev.seseragi.apps.users;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of table {@code users}. Who calls it decides about transactions. */
final class UserTable {
  private static final String COLUMNS = "id, first_name, last_name, created_at, updated_at";
  private static final String FIND = "SELECT " + COLUMNS + " FROM users WHERE id = ?";
  private static final String ALL = "SELECT " + COLUMNS + " FROM users ORDER BY id";
  private static final String PAGE =
      "SELECT " + COLUMNS + " FROM users WHERE id > ? ORDER BY id LIMIT ?";
  private static final String COUNT = "SELECT count(id) FROM users";
  private static final String INSERT =
      "INSERT INTO users(first_name, last_name) VALUES (?, ?) RETURNING " + COLUMNS;
  private static final String INSERT_WITH_ID =
      "INSERT INTO users(id, first_name, last_name) VALUES (?, ?, ?)";
  private static final String UPDATE =
      "UPDATE users SET first_name = coalesce(?, first_name),"
          + " last_name = CASE WHEN ? THEN ? ELSE last_name END, updated_at = ?"
          + " WHERE id = ? RETURNING "
          + COLUMNS;
  private static final String DELETE = "DELETE FROM users WHERE id = ? RETURNING " + COLUMNS;

  private UserTable() {}

  /** Is given one user after the other. */
  interface Sink {
    /**
     * Takes one.
     *
     * @return whether it wants more
     */
    boolean take(User user);
  }

  static Optional<User> find(Connection connection, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setLong(1, id);
      return only(statement);
    }
  }

  /** Gives all, by id, without holding more than one. */
  static void all(Connection connection, Sink sink) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ALL)) {
      give(statement, sink);
    }
  }

  /** Gives at most {@code limit} of those behind {@code after}, by id. */
  static void page(Connection connection, long after, int limit, Sink sink) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
      statement.setLong(1, after);
      statement.setInt(2, limit);
      give(statement, sink);
    }
  }

  static long count(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static User insert(Connection connection, UserInput input) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, input.firstName());
      set(statement, 2, input.lastName());
      return only(statement).orElseThrow();
    }
  }

  static void insert(Connection connection, long id, String firstName, String lastName)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT_WITH_ID)) {
      statement.setLong(1, id);
      statement.setString(2, firstName);
      statement.setString(3, lastName);
      statement.executeUpdate();
    }
  }

  /** Empty if there is none. */
  static Optional<User> update(Connection connection, long id, UserInput input, String updatedAt)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      set(statement, 1, input.firstName());
      statement.setBoolean(2, input.hasLastName());
      set(statement, 3, input.lastName());
      statement.setString(4, updatedAt);
      statement.setLong(5, id);
      return only(statement);
    }
  }

  /** What was deleted; empty if there was none. */
  static Optional<User> delete(Connection connection, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setLong(1, id);
      return only(statement);
    }
  }

  private static void set(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, text);
    }
  }

  private static Optional<User> only(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(user(rows)) : Optional.empty();
    }
  }

  private static void give(PreparedStatement statement, Sink sink) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        if (!sink.take(user(rows))) {
          return;
        }
      }
    }
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
  }
}
