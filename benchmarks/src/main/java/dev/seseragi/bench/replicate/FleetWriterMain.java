package dev.seseragi.bench.replicate;

import dev.seseragi.bench.load.WriterDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** An application that commits one row a second to each of many databases, one after the other. */
final class FleetWriterMain {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int ROW_BYTES = 200;

  private FleetWriterMain() {}

  /** Arguments: folder of the databases, how many, for how many seconds. */
  public static void main(String[] args) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    List<PreparedStatement> inserts = new ArrayList<>();
    for (Path database : Fleet.databases(Path.of(args[0]), Integer.parseInt(args[1]))) {
      Connection connection = WriterDatabase.open(database, Writer.AUTOCHECKPOINT);
      connections.add(connection);
      inserts.add(connection.prepareStatement("INSERT INTO log(body) VALUES (?)"));
    }
    long start = System.nanoTime();
    long commits = Long.parseLong(args[2]) * inserts.size();
    for (long number = 0; number < commits; number++) {
      sleepUntil(start + (long) (number * NANOS_PER_SECOND / inserts.size()));
      PreparedStatement insert = inserts.get((int) (number % inserts.size()));
      insert.setBytes(1, new byte[ROW_BYTES]);
      insert.executeUpdate();
    }
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static void sleepUntil(long nanoTime) {
    for (long now = System.nanoTime(); now < nanoTime; now = System.nanoTime()) {
      LockSupport.parkNanos(nanoTime - now);
    }
  }
}
