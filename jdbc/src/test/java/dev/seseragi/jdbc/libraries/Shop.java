package dev.seseragi.jdbc.libraries;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.restore.Restore;
import dev.seseragi.engine.restore.RestoreOptions;
import dev.seseragi.engine.restore.RestorePoint;
import dev.seseragi.engine.restore.RestoreThreads;
import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.jdbc.SeseragiOptions;
import dev.seseragi.testkit.store.FaultyStore;
import dev.seseragi.testkit.store.MemoryStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** An opened database with one table, {@code item(id, name)}, and a store that can fail. */
final class Shop implements AutoCloseable {
  final FaultyStore store = new FaultyStore(new MemoryStore());
  private final Path folder;
  private final Seseragi database;
  private int images;

  Shop(Path folder) throws SQLException {
    this.folder = folder;
    this.database = Seseragi.open(SeseragiOptions.of(folder.resolve("shop.db"), store));
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE item(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE)");
    }
  }

  DataSource source() {
    return database.dataSource();
  }

  DataSource readSource() {
    return database.readDataSource();
  }

  long requests() {
    return store.counts().requests();
  }

  /** The names that somebody would find who restored the replica now. */
  List<String> restored() throws SQLException {
    Path image = folder.resolve("image-" + images++ + ".db");
    new Restore(new Replica(store), RestoreThreads.ofSystem(), InstantSource.system())
        .run(new RestorePoint.Latest(), image, RestoreOptions.defaults());
    List<String> names = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + image);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM item ORDER BY id")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  @Override
  public void close() {
    database.close();
  }
}
