package dev.seseragi.engine.capture;

import dev.seseragi.ltx.PageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What can be learned of a database without attaching to it. */
public final class DatabaseHeaders {
  private DatabaseHeaders() {}

  /** Whether there is a database: SQLite makes an empty file long before the first commit. */
  public static boolean isThere(Path database) {
    try {
      return Files.size(database) > 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The page size of a database; empty if there is none yet, or the file is none. */
  public static Optional<PageSize> pageSize(Path database) {
    try {
      return Optional.of(DatabaseFile.open(database).header().pageSize());
    } catch (IOException noneYet) {
      return Optional.empty();
    }
  }
}
