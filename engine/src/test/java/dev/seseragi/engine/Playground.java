package dev.seseragi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A database, a replica, and an application with one table: what the tests of replication share.
 */
final class Playground implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  final Path folder;
  final Path database;
  final Replica replica;
  private final EngineThreads threads = EngineThreads.start();

  Playground(Path folder, ObjectStore store) {
    this.folder = folder;
    this.database = folder.resolve("shop.db");
    this.replica = new Replica(store);
  }

  Replicator start() {
    return start(ReplicatorSettings.defaultsFor(database).withSyncInterval(Duration.ofMillis(20)));
  }

  Replicator start(ReplicatorSettings settings) {
    return Replicator.start(database, replica, settings, threads);
  }

  Path stateFolder() {
    return ReplicatorSettings.stateFolderOf(database);
  }

  /** A connection of the application. */
  Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    execute(connection, "PRAGMA busy_timeout=5000");
    return connection;
  }

  /** A connection to a database with the table in it. */
  Connection open(String journalMode) throws SQLException {
    Connection connection = connect();
    execute(connection, "PRAGMA journal_mode=" + journalMode);
    execute(connection, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v BLOB)");
    return connection;
  }

  /** A database that appears at once, whole: the way most programs deploy one. */
  void createWithOneRow() throws SQLException, IOException {
    Path elsewhere = Path.of(database + ".new");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + elsewhere)) {
      execute(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)");
      insert(connection, 1, 100);
    }
    Files.move(elsewhere, database);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void insert(Connection connection, int rows, int bytes) throws SQLException {
    for (int i = 0; i < rows; i++) {
      execute(connection, "INSERT INTO t(v) VALUES (randomblob(" + bytes + "))");
    }
  }

  /** The replica, restored in the plainest way, has exactly the rows of the database. */
  void assertReplicaIsDatabase() throws IOException, SQLException {
    Path image = Files.createTempDirectory(folder, "image").resolve("image.db");
    ReplicaImage.write(replica, image);
    assertThat(query(image, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(digest(image)).isEqualTo(digest(database));
  }

  private static String digest(Path file) throws SQLException {
    return query(
        file,
        "SELECT count(*) || ' ' || coalesce(sum(length(v)), 0) || ' '"
            + " || coalesce(sum(id * (unicode(hex(v)) + 3)), 0) || ' ' || coalesce(max(hex(v)), '')"
            + " FROM t");
  }

  static String query(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  void deleteDatabase() throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
      Files.deleteIfExists(Path.of(database + suffix));
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
