package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows docs/quick-start.md word for word, in an empty folder. */
final class QuickStartTest {
  private static final Pattern BOX = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

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
    String script =
        BOX.matcher(page()).results().map(box -> box.group(1)).collect(Collectors.joining("\n"));
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    Shell.Result result =
        Shell.run(
            environment,
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

  private static String page() throws IOException {
    return Files.readString(Shell.root().resolve("docs/quick-start.md"));
  }
}
