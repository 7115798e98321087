package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.deploy.PlayedCloud.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/deploy/cloud-run.md, word for word, as far as a played cloud goes. */
final class CloudRunPageTest {
  @TempDir private Path folder;

  @Test
  void whoTypesWhatThePageSaysHasAServiceAndGetsRidOfIt() throws Exception {
    PlayedCloud cloud = new PlayedCloud(folder).without("REGION");
    TextFile page = TextFile.at("docs/deploy/cloud-run.md");
    List<String> blocks = page.blocks("sh");
    assertThat(blocks).hasSize(5);

    // What is asked for at the end is the service's name.
    Ended ended = cloud.run(String.join("\n", blocks), "users-api\n");

    assertThat(ended.error()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).contains(page.blocks("text"));
    assertThat(ended.output())
        .contains("verified   gs://my-project-users-api/users-api")
        .contains("deployed   service pos")
        .contains("kept       gs://my-project-users-api");
    assertThat(cloud.calls())
        .anyMatch(call -> call.contains("deploy pos ") && call.contains("--allow-unauthenticated"))
        .anyMatch(call -> call.startsWith("curl ") && call.contains("Authorization: Bearer to"));
  }

  @Test
  void everyOptionOfTheServiceIsExplained() throws Exception {
    PlayedCloud cloud = new PlayedCloud(folder);
    for (String step : List.of("setup", "build", "deploy")) {
      cloud.deploy(step, "users-api");
    }
    String page = TextFile.at("docs/deploy/cloud-run.md").text();
    List<String> told =
        List.of(
            "--region",
            "--image",
            "--service-account",
            "--port",
            "--cpu",
            "--set-env-vars",
            "--labels",
            "--project",
            "--quiet",
            "--no-allow-unauthenticated");

    for (String word : deployed(cloud).split(" ", -1)) {
      String option = word.replaceAll("=.*", "");
      if (option.startsWith("--") && !told.contains(option)) {
        assertThat(page).contains("| `" + option);
      }
    }
  }

  @Test
  void theBillAddsUp() throws IOException {
    String page = TextFile.at("docs/deploy/cloud-run.md").text();
    String bill = page.substring(page.indexOf("| a month of |"), page.indexOf("| all of it |"));
    int cents =
        new TextFile(bill)
            .found("\\| \\$(\\d+\\.\\d\\d) \\|").stream()
                .mapToInt(price -> Integer.parseInt(price.replace(".", "")))
                .sum();
    assertThat(page).contains("| all of it | | **$%d.%02d** |".formatted(cents / 100, cents % 100));
  }

  private static String deployed(PlayedCloud cloud) throws IOException {
    return cloud.calls().stream()
        .filter(call -> call.startsWith("run deploy "))
        .findFirst()
        .orElseThrow();
  }
}
