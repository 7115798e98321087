package dev.seseragi.engine.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.ltx.PageSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page with which the history of an empty replica begins. */
final class EmptyDatabaseTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536})
  void sqliteTakesItForADatabaseAndWritesToIt(int pageSize) throws Exception {
    Path file = folder.resolve("empty.db");
    Files.write(file, Fence.emptyDatabase(new PageSize(pageSize)));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      assertThat(first(statement, "PRAGMA integrity_check")).isEqualTo("ok");
      assertThat(first(statement, "PRAGMA page_size")).isEqualTo(Integer.toString(pageSize));
      statement.execute("CREATE TABLE t(x)");
      statement.execute("INSERT INTO t VALUES (1)");
      assertThat(first(statement, "PRAGMA integrity_check")).isEqualTo("ok");
    }
  }

  private static String first(Statement statement, String sql) throws Exception {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
