package dev.seseragi.bench.replicate;

import dev.seseragi.bench.load.WriterDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** Many bytes in many commits, while nothing can be shipped. */
final class PendingLoad {
  private static final int ROW_BYTES = 100_000;
  private static final int ROWS_PER_COMMIT = 10;

  private PendingLoad() {}

  /**
   * Writes them.
   *
   * @return how many commits that were
   */
  static int write(Path database, long totalBytes) throws SQLException {
    SplittableRandom random = new SplittableRandom(11);
    int commits = (int) (totalBytes / ((long) ROW_BYTES * ROWS_PER_COMMIT));
    byte[] row = new byte[ROW_BYTES];
    try (Connection connection = WriterDatabase.open(database, Writer.AUTOCHECKPOINT);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO log(body) VALUES (?)")) {
      connection.setAutoCommit(false);
      for (int commit = 0; commit < commits; commit++) {
        for (int i = 0; i < ROWS_PER_COMMIT; i++) {
          random.nextBytes(row);
          insert.setBytes(1, row);
          insert.executeUpdate();
        }
        connection.commit();
      }
    }
    return commits;
  }
}
