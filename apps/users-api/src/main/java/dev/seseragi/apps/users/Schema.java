package dev.seseragi.apps.users;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.database.Migration;
import java.util.List;

/** The tables, and the two users with whom an empty database may begin. */
final class Schema {
  /** A database that has the table already is taken as it is. */
  static final List<Migration> MIGRATIONS =
      List.of(
          new Migration(
              "0001_create_users",
              List.of(
                  """
                  CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, first_name TEXT NOT NULL,
                    last_name TEXT, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
                    updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)\
                  """,
                  """
                  CREATE TABLE IF NOT EXISTS idempotency_keys (key TEXT PRIMARY KEY,
                    request_hash TEXT NOT NULL, user_id INTEGER NOT NULL,
                    response TEXT NOT NULL, created_at TEXT NOT NULL)
                    WITHOUT ROWID\
                  """,
                  """
                  CREATE INDEX IF NOT EXISTS idempotency_keys_age
                    ON idempotency_keys(created_at)\
                  """),
              List.of("DROP TABLE idempotency_keys", "DROP TABLE users")));

  private Schema() {}

  /**
   * Inserts two users into an empty table.
   *
   * @return whether it was empty
   */
  static boolean seed(Database database) {
    return database.write(connection -> {
      if (UserTable.count(connection) > 0) {
        return false;
      }
      UserTable.insert(connection, 1, "Taro", "Yamada");
      UserTable.insert(connection, 2, "Hanako", "Suzuki");
      return true;
    });
  }
}
