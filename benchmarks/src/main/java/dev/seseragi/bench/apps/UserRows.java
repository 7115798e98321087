package dev.seseragi.bench.apps;

import dev.seseragi.bench.load.SampleDatabase;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** Users with long names, in the table that the users API makes. */
final class UserRows implements SampleDatabase.Rows {
  private static final long SEED = 42;
  private static final int NAME_CHARS = 100;
  private static final int LETTERS = 26;

  /** What SQLite needs for two times and an id. */
  private static final int REST_BYTES = 50;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Override
  public String table() {
    return "CREATE TABLE users (id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT,"
        + " created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,"
        + " updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)";
  }

  @Override
  public String insert() {
    return "INSERT INTO users(first_name, last_name) VALUES (?, ?)";
  }

  @Override
  public int rowBytes() {
    return 2 * NAME_CHARS + REST_BYTES;
  }

  @Override
  public void next(PreparedStatement insert) throws SQLException {
    insert.setString(1, name());
    insert.setString(2, name());
  }

  private String name() {
    char[] letters = new char[NAME_CHARS];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (char) ('a' + random.nextInt(LETTERS));
    }
    return new String(letters);
  }
}
