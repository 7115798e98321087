package dev.seseragi.bench.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/**
 * What became of the acknowledged orders.
 *
 * @param acknowledged how many there were
 * @param restored how many of them came back
 * @param others orders that came back although their acknowledgement was not noted any more
 * @param missing those that did not come back
 * @param oldestMissing how long before the kill the oldest of these was acknowledged
 * @param isIntact whether SQLite finds the restored database in order
 * @param isPrefix whether all orders up to the last that came back are there
 */
record Verdict(
    int acknowledged,
    int restored,
    int others,
    List<Acknowledged.Order> missing,
    Duration oldestMissing,
    boolean isIntact,
    boolean isPrefix) {

  Verdict {
    missing = List.copyOf(missing);
  }

  /**
   * Compares a restored database with the log.
   *
   * @param killedMillis when the applications were killed, in milliseconds since 1970
   */
  static Verdict of(Path database, Acknowledged log, long killedMillis) throws SQLException {
    BitSet found = new BitSet();
    boolean isIntact;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        isIntact = check.next() && check.getString(1).equals("ok");
      }
      try (ResultSet row = statement.executeQuery("SELECT id FROM orders")) {
        while (row.next()) {
          found.set(row.getInt(1));
        }
      }
    }
    List<Acknowledged.Order> missing =
        log.orders().stream().filter(order -> !found.get((int) order.id())).toList();
    int restored = log.orders().size() - missing.size();
    Duration oldest =
        missing.stream()
            .map(order -> Duration.ofMillis(killedMillis - order.timeMillis()))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return new Verdict(
        log.orders().size(),
        restored,
        found.cardinality() - restored,
        missing,
        oldest,
        isIntact,
        found.cardinality() == Math.max(0, found.length() - 1));
  }

  /** Whether nothing older than the window is missing. */
  boolean keeps(Duration window) {
    return isIntact && isPrefix && oldestMissing.compareTo(window) <= 0;
  }
}
