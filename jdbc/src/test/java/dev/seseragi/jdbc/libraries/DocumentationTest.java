package dev.seseragi.jdbc.libraries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.jdbc.BackPressureException;
import dev.seseragi.jdbc.NotWriterException;
import dev.seseragi.jdbc.NotYetDurableException;
import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.jdbc.SeseragiOptions;
import dev.seseragi.jdbc.UnknownPositionException;
import dev.seseragi.jdbc.pool.PoolSettings;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/jdbc.md says what is so. */
final class DocumentationTest {
  private static final Path ROOT = Fixtures.repositoryRoot();
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theExamplesAreCodeThatRuns() throws Exception {
    Path file = folder.resolve("shop.db");
    String replica = folder.resolve("backup").toUri().toString();
    try (Seseragi shop = Snippets.openAnywhere(file, replica);
        Connection connection = shop.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT)");
    }
    Snippets.open(file.toString(), replica);
    try (Seseragi shop = Snippets.settings(file, replica)) {
      Snippets.spring(shop);
      Snippets.jdbi(shop);
      Snippets.jooq(shop);
      assertThat(Snippets.hibernate(shop).getProperties()).containsValue(shop.dataSource());
      Snippets.await(shop);
      try (Connection connection = shop.readDataSource().getConnection();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT group_concat(name) FROM item")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("tea,rice,salt,miso");
      }
      assertThat(Snippets.end(shop, new AtomicBoolean())).isTrue();
    }
  }

  @Test
  void theExamplesOnThePageAreTheOnesThatRun() throws IOException {
    String code =
        squeezed(
            Files.readString(
                ROOT.resolve("jdbc/src/test/java/dev/seseragi/jdbc/libraries/Snippets.java")));
    List<String> examples =
        JAVA.matcher(page()).results().map(example -> squeezed(example.group(1))).toList();
    assertThat(examples).hasSizeGreaterThan(8);
    for (String example : examples) {
      assertThat(code).contains(example);
    }
  }

  @Test
  void everySettingAndEveryCodeIsOnThePage() throws IOException {
    String page = page();
    for (RecordComponent setting : PoolSettings.class.getRecordComponents()) {
      assertThat(page).contains("`pool." + setting.getName() + "`");
    }
    for (RecordComponent setting : SeseragiOptions.class.getRecordComponents()) {
      assertThat(page).contains(setting.getName());
    }
    for (int code :
        new int[] {
          NotYetDurableException.VENDOR_CODE,
          NotWriterException.VENDOR_CODE,
          BackPressureException.VENDOR_CODE,
          UnknownPositionException.VENDOR_CODE
        }) {
      assertThat(page).contains(", " + code + " |");
    }
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/jdbc.md"));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
