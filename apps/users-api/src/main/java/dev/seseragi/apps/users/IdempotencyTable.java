package dev.seseragi.apps.users;

import dev.seseragi.apps.database.StoredTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The SQL of table {@code idempotency_keys}: what was answered to a key in the last 24 hours. */
final class IdempotencyTable {
  private static final Duration KEPT = Duration.ofHours(24);

  /** How many old rows one request removes on its way. */
  private static final int REMOVED_AT_ONCE = 100;

  private static final String FIND =
      "SELECT request_hash, user_id, response FROM idempotency_keys WHERE key = ? AND created_at > ?";
  private static final String INSERT =
      "INSERT OR REPLACE INTO"
          + " idempotency_keys(key, request_hash, user_id, response, created_at)"
          + " VALUES (?, ?, ?, ?, ?)";
  private static final String EXPIRE =
      "DELETE FROM idempotency_keys WHERE key IN"
          + " (SELECT key FROM idempotency_keys WHERE created_at <= ? LIMIT ?)";

  private IdempotencyTable() {}

  /**
   * What was answered.
   *
   * @param requestHash of the request that it was answered to
   * @param userId the user that was created
   * @param response that user, as JSON
   */
  record Answer(String requestHash, long userId, String response) {}

  static Optional<Answer> find(Connection connection, String key, Instant now) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, key);
      statement.setString(2, StoredTime.text(now.minus(KEPT)));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(new Answer(rows.getString(1), rows.getLong(2), rows.getString(3)))
            : Optional.empty();
      }
    }
  }

  static void insert(Connection connection, String key, Answer answer, Instant now)
      throws SQLException {
    try (PreparedStatement expire = connection.prepareStatement(EXPIRE)) {
      expire.setString(1, StoredTime.text(now.minus(KEPT)));
      expire.setInt(2, REMOVED_AT_ONCE);
      expire.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, key);
      statement.setString(2, answer.requestHash());
      statement.setLong(3, answer.userId());
      statement.setString(4, answer.response());
      statement.setString(5, StoredTime.text(now));
      statement.executeUpdate();
    }
  }
}
