package dev.seseragi.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A database on its way through a store by the command, with a litestream.yml of the documentation:
 * replicated, wiped with all that was beside it, restored elsewhere.
 */
final class ThereAndBack {
  /** Which path the examples of the documentation have. */
  private static final String DOCUMENTED_PATH = "/data/shop.db";

  private static final String CONFIGURATION = "litestream.yml";
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final TestCli cli;
  private final Path folder;
  private final Path database;

  /** In the command's working folder, which nobody else uses. */
  ThereAndBack(TestCli cli) {
    this.cli = cli;
    this.folder = cli.surroundings().workingFolder();
    this.database = folder.resolve("data").resolve("shop.db");
  }

  /**
   * The blocks of YAML in a page.
   *
   * @param page its name in docs/stores
   */
  static List<String> examples(String page) throws IOException {
    Path file = Fixtures.repositoryRoot().resolve("docs").resolve("stores").resolve(page);
    List<String> found =
        YAML.matcher(Files.readString(file)).results().map(it -> it.group(1)).toList();
    assertThat(found).isNotEmpty().allMatch(it -> it.contains(DOCUMENTED_PATH));
    return found;
  }

  /** Goes all the way, and asks the doctor. */
  void assertWorks(String yaml) throws IOException, SQLException {
    Files.createDirectories(database.getParent());
    Files.writeString(
        folder.resolve(CONFIGURATION), yaml.replace(DOCUMENTED_PATH, database.toString()));
    insert(100);
    run("replicate", "-once", "-config", CONFIGURATION);
    insert(50);
    run("replicate", "-once", "-force-snapshot", "-config", CONFIGURATION);
    insert(1);
    run("replicate", "-once", "-config", CONFIGURATION);
    List<String> written = rows(database);
    wipe();

    Path elsewhere = folder.resolve("elsewhere").resolve("copy.db");
    run(
        "restore",
        "-integrity-check=full",
        "-config",
        CONFIGURATION,
        "-o",
        elsewhere.toString(),
        database.toString());
    assertThat(rows(elsewhere)).hasSize(151).isEqualTo(written);
    assertTheDoctorIsContent();
  }

  private void assertTheDoctorIsContent() {
    String report = run("doctor", "-config", CONFIGURATION, database.toString()).out();

    assertThat(report.lines().skip(1)).hasSizeGreaterThan(5).allMatch(it -> it.startsWith("ok "));
  }

  private Result run(String... words) {
    Result result = cli.run(words);
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    return result;
  }

  private void insert(int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE IF NOT EXISTS t (x)");
      for (int i = 0; i < count; i++) {
        statement.execute("INSERT INTO t VALUES (randomblob(500))");
      }
    }
  }

  private static List<String> rows(Path file) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT hex(x) FROM t ORDER BY rowid")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  /** The database and everything that replication keeps beside it. */
  private void wipe() throws IOException {
    try (Stream<Path> all = Files.walk(database.getParent())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
