package dev.seseragi.bench.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A small shop that sells something some hundred times a second until it is killed. An order is
 * acknowledged once its commit has returned: then its number and the time go to a log.
 */
final class ShopMain {
  private static final long LONGEST_PAUSE_NANOS = 6_000_000;
  private static final int MAX_CENTS = 10_000;
  private static final String[] GOODS = {"tea", "bread", "apples", "ink", "paper", "soap", "honey"};

  private ShopMain() {}

  /** Arguments: database, log of acknowledged orders. */
  public static void main(String[] args) throws SQLException, IOException {
    SplittableRandom random = new SplittableRandom();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
        FileChannel log =
            FileChannel.open(
                Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      open(connection);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO orders(id, item, cents) VALUES (?, ?, ?)")) {
        for (long id = 1; ; id++) {
          insert.setLong(1, id);
          insert.setString(2, GOODS[random.nextInt(GOODS.length)]);
          insert.setInt(3, random.nextInt(1, MAX_CENTS));
          insert.executeUpdate();
          acknowledge(log, id);
          LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE_NANOS));
        }
      }
    }
  }

  private static void open(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=NORMAL");
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("CREATE TABLE orders(id INTEGER PRIMARY KEY, item TEXT, cents INT)");
    }
  }

  private static void acknowledge(FileChannel log, long id) throws IOException {
    String line = id + " " + System.currentTimeMillis() + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      log.write(bytes);
    }
  }
}
