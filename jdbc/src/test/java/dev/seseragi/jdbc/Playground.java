package dev.seseragi.jdbc;

import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A database with one table, and what its replica has. */
final class Playground {
  static final Duration LONG = Duration.ofSeconds(60);

  private final Path folder;
  private final ObjectStore store;
  private int images;

  Playground(Path folder, ObjectStore store) {
    this.folder = folder;
    this.store = store;
  }

  Path database() {
    return folder.resolve("shop.db");
  }

  SeseragiOptions options() {
    return SeseragiOptions.of(database(), store);
  }

  /** Another machine with the same replica. */
  Playground elsewhere(ObjectStore itsStore) throws IOException {
    return new Playground(Files.createDirectories(folder.resolve("elsewhere")), itsStore);
  }

  /** Opens it with the table in place. */
  Seseragi open(SeseragiOptions options) throws SQLException {
    Seseragi opened = Seseragi.open(options);
    execute(
        opened.dataSource(),
        "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v TEXT NOT NULL)");
    return opened;
  }

  Seseragi open() throws SQLException {
    return open(options());
  }

  static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** In auto-commit mode. */
  static void insert(DataSource source, String value) throws SQLException {
    try (Connection connection = source.getConnection()) {
      insert(connection, value);
    }
  }

  static void insert(Connection connection, String value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t(v) VALUES (?)")) {
      statement.setString(1, value);
      statement.executeUpdate();
    }
  }

  static List<String> rows(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return rows(connection);
    }
  }

  private static List<String> rows(Connection connection) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT v FROM t ORDER BY id")) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** What somebody would find who restored the replica now. */
  List<String> restored() throws SQLException {
    Path image = folder.resolve("image-" + images++ + ".db");
    new Restore(new Replica(store), RestoreThreads.ofSystem(), InstantSource.system())
        .run(new RestorePoint.Latest(), image, RestoreOptions.defaults());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + image)) {
      return rows(connection);
    }
  }

  /** The machine is gone with all that was on it. */
  void loseTheMachine() throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(Path.of(database() + suffix));
    }
    Files.deleteIfExists(ReplicatorSettings.ledgerIn(ReplicatorSettings.stateFolderOf(database())));
  }
}
