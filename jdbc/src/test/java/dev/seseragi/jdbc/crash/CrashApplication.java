package dev.seseragi.jdbc.crash;

import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.compact.CompactionSettings;
import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.jdbc.SeseragiOptions;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.store.DirectoryStore;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.testkit.store.LatencyStore;
import dev.seseragi.testkit.time.Waiter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/**
 * An application with some clients that commit all the time, in many shapes, and say each row's key
 * once its commit has returned: "acknowledged n".
 */
public final class CrashApplication {
  private static final int CLIENTS = 6;

  /** A day's housekeeping in some seconds: merges, snapshots and deletions in every round. */
  private static final CompactionSettings HASTY =
      new CompactionSettings(
          List.of(Duration.ofMillis(200), Duration.ofMillis(700), Duration.ofSeconds(3)),
          Duration.ofMillis(1500),
          Duration.ofMillis(500),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          true,
          PageFormat.BLOCK,
          64 << 10);

  private final Seseragi database;

  private CrashApplication(Seseragi database) {
    this.database = database;
  }

  /** Arguments: the database, the folder of the replica, a seed. */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(args[2]));
    ObjectStore store =
        new LatencyStore(
            new DirectoryStore(Path.of(args[1])),
            Duration.ofMillis(random.nextInt(5)),
            Waiter.sleeping());
    SeseragiOptions options = SeseragiOptions.of(file, store);
    ReplicatorSettings hasty = options.replication().withCompaction(HASTY);
    Seseragi database = Seseragi.open(options.withReplication(hasty));
    CrashApplication application = new CrashApplication(database);
    application.prepare();
    for (int i = 0; i < CLIENTS; i++) {
      SplittableRandom own = random.split();
      Thread.ofPlatform().start(() -> application.run(own));
    }
    new CountDownLatch(1).await();
  }

  private void prepare() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE IF NOT EXISTS log(n INTEGER PRIMARY KEY AUTOINCREMENT, pad BLOB)");
      statement.executeUpdate("CREATE TABLE IF NOT EXISTS pair(n INTEGER PRIMARY KEY)");
    }
    say("ready");
  }

  private void run(SplittableRandom random) {
    try {
      while (true) {
        try (Connection connection = database.dataSource().getConnection()) {
          step(connection, random);
        }
      }
    } catch (SQLException e) {
      say("failed " + e);
    }
  }

  private static void step(Connection connection, SplittableRandom random) throws SQLException {
    switch (random.nextInt(6)) {
      case 0 -> transaction(connection, random, false);
      case 1 -> transaction(connection, random, true);
      case 2 -> returning(connection);
      case 3 -> delete(connection);
      default -> alone(connection, random);
    }
  }

  /** A row in each of two tables: both or none. */
  private static void transaction(Connection connection, SplittableRandom random, boolean undo)
      throws SQLException {
    connection.setAutoCommit(false);
    long key = insert(connection, random.nextInt(6000));
    try (PreparedStatement pair = connection.prepareStatement("INSERT INTO pair VALUES (?)")) {
      pair.setLong(1, key);
      pair.executeUpdate();
    }
    if (undo) {
      connection.rollback();
    } else {
      connection.commit();
      say("acknowledged " + key);
    }
  }

  private static void alone(Connection connection, SplittableRandom random) throws SQLException {
    say("acknowledged " + insert(connection, random.nextInt(300)));
  }

  private static void returning(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("INSERT INTO log(pad) VALUES (x'00') RETURNING n")) {
      rows.next();
      say("acknowledged " + rows.getLong(1));
    }
  }

  /** Only the content of old rows, so that the database shrinks now and then. */
  private static void delete(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE log SET pad = NULL WHERE n < (SELECT max(n) FROM log) - 100 AND pad NOT NULL");
    }
  }

  private static long insert(Connection connection, int bytes) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO log(pad) VALUES (randomblob(?))", Statement.RETURN_GENERATED_KEYS)) {
      insert.setInt(1, bytes);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
