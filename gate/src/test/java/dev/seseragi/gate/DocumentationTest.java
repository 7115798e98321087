package dev.seseragi.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.jdbc.Seseragi;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/gate.md says what is so. */
final class DocumentationTest {
  private static final Path ROOT = Fixtures.repositoryRoot();
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theGateOfADataSourceOpensWhenItsCommitsAreInTheStore() throws Exception {
    String replica = folder.resolve("backup").toUri().toString();
    try (Seseragi shop = Seseragi.open(folder.resolve("shop.db"), replica);
        Connection connection = shop.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE item(name TEXT)");
      assertThat(Snippets.settings(shop)).isEqualTo(new Verdict.Open());
      assertThat(Snippets.javalin(shop)).isNotNull();
    }
    try (Seseragi local = Seseragi.openLocal(folder.resolve("local.db"))) {
      assertThat(Snippets.settings(local)).isEqualTo(new Verdict.Open());
    }
  }

  @Test
  void theExamplesOnThePageAreTheOnesThatRun() throws IOException {
    String code =
        squeezed(
            Files.readString(ROOT.resolve("gate/src/test/java/dev/seseragi/gate/Snippets.java")));
    List<String> examples =
        JAVA.matcher(page()).results().map(example -> squeezed(example.group(1))).toList();
    assertThat(examples).hasSize(3);
    for (String example : examples) {
      assertThat(code).contains(example);
    }
  }

  @Test
  void everyReasonIsOnThePage() throws IOException {
    for (Verdict.Reason reason : Verdict.Reason.values()) {
      assertThat(page()).contains("| `" + reason.word() + "` |");
    }
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/gate.md"));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
