package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is published is complete, and nothing else is published. */
final class ReleaseTest {
  /** In docs/releasing.md, too. */
  private static final List<String> PUBLISHED =
      List.of(
          "ltx",
          "store",
          "store-s3",
          "store-gcs",
          "store-sftp",
          "store-azure",
          "engine",
          "jdbc",
          "gate",
          "training",
          "cli");

  @Test
  void whatIsPublishedSaysWhatItIs() throws IOException {
    String releasing = TextFile.at("docs/releasing.md").text();
    for (String module : PUBLISHED) {
      assertThat(TextFile.at(module + "/pom.xml").text())
          .as(module)
          .contains("<name>Seseragi ")
          .contains("<description>")
          .doesNotContain("maven.deploy.skip");
      assertThat(releasing).contains("`" + module + "`");
    }
    assertThat(TextFile.at("pom.xml").text())
        .contains(
            "<url>", "<licenses>", "<developers>", "<scm ", "<project.build.outputTimestamp>");
  }

  @Test
  void nothingElseIsPublished() throws IOException {
    TextFile parent = TextFile.at("pom.xml");
    List<String> modules = parent.found("<module>(.*?)</module>");
    assertThat(modules).containsAll(PUBLISHED).hasSizeGreaterThan(PUBLISHED.size());
    List<String> excluded = parent.found("<excludeArtifact>(.*?)</excludeArtifact>");

    for (String module : modules) {
      String pom = TextFile.at(module + "/pom.xml").text();
      TextFile own = new TextFile(pom.substring(pom.indexOf("</parent>")));
      assertThat(excluded.contains(own.found("<artifactId>(.*?)</artifactId>").getFirst()))
          .as(module + " is in excludeArtifacts of the profile release")
          .isEqualTo(!PUBLISHED.contains(module));
      assertThat(own.text().contains("<maven.deploy.skip>true</maven.deploy.skip>"))
          .as(module + " says maven.deploy.skip")
          .isEqualTo(!PUBLISHED.contains(module));
    }
  }
}
