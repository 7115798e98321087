package dev.seseragi.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** An application in a process of its own that commits small rows. */
public final class WriterMain {
  private WriterMain() {}

  /**
   * Arguments: database, seconds of warm-up, seconds, commits a second (0: all), autocheckpoint.
   */
  public static void main(String[] args) throws SQLException, IOException {
    Path database = Path.of(args[0]);
    double warmUpSeconds = Double.parseDouble(args[1]);
    double seconds = Double.parseDouble(args[2]);
    int perSecond = Integer.parseInt(args[3]);
    int autocheckpoint = Integer.parseInt(args[4]);
    WriterDatabase.create(database);
    try (Connection connection = WriterDatabase.open(database, autocheckpoint);
        WalSize wal = WalSize.watch(database)) {
      CommitLoop loop = new CommitLoop(connection, () -> {});
      CommitLoop.Result warmUp = loop.run(warmUpSeconds, perSecond);
      CommitLoop.Result result = loop.run(seconds, perSecond);
      System.out.println(WriterResult.of(warmUp, result, wal.maxBytes()).line());
    }
  }
}
