package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.deploy.PlayedCloud.Ended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/deploy/terraform.md, as far as a played cloud goes. */
final class TerraformPageTest {
  @TempDir private Path folder;

  @Test
  void whoTypesWhatThePageSaysAppliesTwiceAndBuildsInBetween() throws Exception {
    PlayedCloud cloud = new PlayedCloud(folder);
    List<String> blocks = TextFile.at("docs/deploy/terraform.md").blocks("sh");
    assertThat(blocks).hasSize(2);

    Ended ended = cloud.run(String.join("\n", blocks), "");

    assertThat(ended.error()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    assertThat(cloud.changes())
        .filteredOn(call -> call.startsWith("terraform ") || call.startsWith("builds submit "))
        .satisfiesExactly(
            call -> assertThat(call).isEqualTo("terraform init"),
            call -> assertThat(call).isEqualTo("terraform apply"),
            call -> assertThat(call).startsWith("builds submit").contains("users-api:v1"),
            call -> assertThat(call).isEqualTo("terraform apply -var image_tag=v1"),
            call -> assertThat(call).startsWith("builds submit").contains("pos:v1"),
            call ->
                assertThat(call).startsWith("terraform apply -var image_tag=v1 -var is_public="));
  }
}
