package dev.seseragi.bench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentTest {
  @TempDir Path folder;

  private String content(String name, String... statements) throws SQLException {
    Path database = folder.resolve(name);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(v)");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return Content.of(database);
  }

  @Test
  void rowsAndSchemaCountAndLitestreamsOwnTablesDoNot() throws Exception {
    String one = content("1", "INSERT INTO t VALUES (1), ('a')");

    assertThat(content("2", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES ('a')"))
        .isEqualTo(one);
    assertThat(
            content(
                "3",
                "INSERT INTO t VALUES (1), ('a')",
                "CREATE TABLE _litestream_seq(id INTEGER PRIMARY KEY, seq INTEGER)",
                "INSERT INTO _litestream_seq VALUES (1, 7)"))
        .isEqualTo(one);
    assertThat(content("4", "INSERT INTO t VALUES (1), ('b')")).isNotEqualTo(one);
    assertThat(content("5", "INSERT INTO t VALUES (1), ('a')", "CREATE TABLE u(w)"))
        .isNotEqualTo(one);
  }
}
