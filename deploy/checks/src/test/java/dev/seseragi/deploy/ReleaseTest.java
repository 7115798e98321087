package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is published is complete, and nothing else is published. */
final class ReleaseTest {
  private static final Path ROOT = Fixtures.repositoryRoot();

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
    for (String module : PUBLISHED) {
      assertThat(Files.readString(ROOT.resolve(module).resolve("pom.xml")))
          .as(module)
          .contains("<name>Seseragi ")
          .contains("<description>")
          .doesNotContain("maven.deploy.skip");
      assertThat(Files.readString(ROOT.resolve("docs/releasing.md"))).contains("`" + module + "`");
    }
    assertThat(parent())
        .contains(
            "<url>", "<licenses>", "<developers>", "<scm ", "<project.build.outputTimestamp>");
  }

  @Test
  void nothingElseIsPublished() throws IOException {
    List<String> modules = found("<module>(.*?)</module>", parent());
    assertThat(modules).containsAll(PUBLISHED).hasSizeGreaterThan(PUBLISHED.size());
    List<String> excluded = found("<excludeArtifact>(.*?)</excludeArtifact>", parent());

    for (String module : modules) {
      String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
      String own = pom.substring(pom.indexOf("</parent>"));
      assertThat(excluded.contains(found("<artifactId>(.*?)</artifactId>", own).getFirst()))
          .as(module + " is in excludeArtifacts of the profile release")
          .isEqualTo(!PUBLISHED.contains(module));
      assertThat(own.contains("<maven.deploy.skip>true</maven.deploy.skip>"))
          .as(module + " says maven.deploy.skip")
          .isEqualTo(!PUBLISHED.contains(module));
    }
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult hit) -> hit.group(1))
        .toList();
  }

  private static String parent() throws IOException {
    return Files.readString(ROOT.resolve("pom.xml"));
  }
}
