package dev.seseragi.engine.restore;

import dev.seseragi.ltx.PageSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.ProgressHandler;

/**
 * Whether a restored file is a database. Every byte of it has already been verified against the
 * replica: what fails here was damaged before it was replicated.
 */
final class DatabaseChecks {
  /** The header of a database: sqlite.org, fileformat2.html §1.3. */
  private static final int HEADER_BYTES = 100;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int PAGE_SIZE_AT = 16;
  private static final int CHANGE_COUNTER_AT = 24;
  private static final int PAGES_AT = 28;
  private static final int VALID_FOR_AT = 92;

  /** SQLite is told to stop there; the first problem is enough to say no. */
  private static final int MAX_PROBLEMS = 5;

  /** After so many steps of SQLite's machine it is looked whether the check is to end. */
  private static final int STEPS_PER_LOOK = 10_000;

  /** Ends a check whose thread is interrupted. */
  private static final class EndIfInterrupted extends ProgressHandler {
    @Override
    protected int progress() {
      return Thread.currentThread().isInterrupted() ? 1 : 0;
    }
  }

  private DatabaseChecks() {}

  /** What is wrong with the header of a database of that shape; empty if nothing. */
  static Optional<String> header(PartFile file, PageSize pageSize, int commitPages) {
    if (commitPages == 0) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    file.read(header.array(), HEADER_BYTES, 0);
    if (!header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      return Optional.of("page 1 is not the first page of a SQLite database");
    }
    int stored = Short.toUnsignedInt(header.getShort(PAGE_SIZE_AT));
    int pageBytes = stored == 1 ? 1 << 16 : stored;
    if (pageBytes != pageSize.bytes()) {
      return Optional.of(
          "its header says that pages have %,d bytes, but they have %,d"
              .formatted(pageBytes, pageSize.bytes()));
    }
    // The size in the header counts only if it was written with the last change (§1.3.8).
    boolean hasSize = header.getInt(CHANGE_COUNTER_AT) == header.getInt(VALID_FOR_AT);
    long pages = Integer.toUnsignedLong(header.getInt(PAGES_AT));
    return hasSize && pages > commitPages
        ? Optional.of(
            "its header says that it has %,d pages, but it has %,d".formatted(pages, commitPages))
        : Optional.empty();
  }

  /**
   * What SQLite finds; empty if all is well. Changes nothing and leaves no file.
   *
   * @throws dev.seseragi.store.StoreException if the thread is interrupted; its flag stays set
   */
  static Optional<String> integrity(Path database, IntegrityCheck check) {
    return switch (check) {
      case NONE -> Optional.empty();
      case QUICK -> pragma(database, "quick_check");
      case FULL -> pragma(database, "integrity_check");
    };
  }

  private static Optional<String> pragma(Path database, String pragma) {
    // Immutable: SQLite takes no lock and makes no -wal and no -shm beside the file.
    String url = "jdbc:sqlite:" + database.toUri() + "?mode=ro&immutable=1";
    Optional<String> problem;
    try (Connection connection = DriverManager.getConnection(url)) {
      ProgressHandler.setHandler(connection, STEPS_PER_LOOK, new EndIfInterrupted());
      problem = pragma(connection, pragma);
    } catch (SQLException e) {
      problem = Optional.of("PRAGMA " + pragma + " fails: " + e.getMessage());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw ReadAhead.interrupted();
    }
    return problem;
  }

  private static Optional<String> pragma(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA " + pragma + "(" + MAX_PROBLEMS + ")")) {
      List<String> problems = new ArrayList<>();
      while (rows.next()) {
        problems.add(rows.getString(1));
      }
      return problems.equals(List.of("ok"))
          ? Optional.empty()
          : Optional.of("PRAGMA " + pragma + " says: " + String.join("; ", problems));
    }
  }
}
