package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows docs/quick-start.md word for word, in an empty folder. */
final class QuickStartTest {
  @TempDir Path folder;

  @Test
  void everyBoxWorksInTurn() throws Exception {
    for (String tool : List.of("bash", "unzip", "python3")) {
      if (Shell.run(tool, "-h").exitCode() == Shell.NOT_FOUND) {
        Shell.skip("the quick start needs " + tool);
      }
    }
    Path zip = Distribution.zip();
    Files.copy(zip, folder.resolve(zip.getFileName()));
    String script = String.join("\n", TextFile.at("docs/quick-start.md").blocks("sh"));
    Shell.Result result =
        Shell.run(
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            List.of(
                "bash",
                "-euo",
                "pipefail",
                "-c",
                "cd \"$1\"\n" + script,
                "quick start",
                folder.toString()));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("20 sales\n", "20 sales are back\n", "40 sales\n", "restorable as of")
        .contains("everything is replicated")
        .doesNotContain("ERROR");
  }
}
