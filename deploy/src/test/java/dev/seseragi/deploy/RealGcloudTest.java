package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real {@code gcloud}, where it is installed, understands each call with all its flags. Nobody
 * is logged in, so that none of them goes any further. Takes a minute and a half.
 */
@EnabledIfSystemProperty(named = "seseragi.gcloud", matches = ".*")
final class RealGcloudTest {
  @TempDir private Path folder;

  @Test
  void everyCallIsUnderstood() throws Exception {
    PlayedCloud cloud = new PlayedCloud(folder).with("POS_PIN_ADMIN", "739182");
    for (String application : List.of("users-api", "pos")) {
      for (String step : List.of("setup", "build", "deploy", "status", "verify")) {
        assertThat(cloud.deploy(step, application).error()).isEmpty();
      }
      String down = "deploy/cloudrun/deploy.sh teardown %s --with-bucket".formatted(application);
      cloud.run(down, "%s\nmy-project-%s\n".formatted(application, application));
    }

    Set<String> shapes = new HashSet<>();
    for (String call : cloud.read("arguments").lines().toList()) {
      boolean isNew = shapes.add(call.replaceAll("=[^\t]*|users-api|pos\\b", ""));
      if (isNew && !call.matches("(auth|config)\t.*")) {
        assertThat(said(List.of(call.split("\t", -1)))).as(call).contains("active account");
      }
    }
    assertThat(shapes).hasSizeGreaterThan(40);
  }

  private String said(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("gcloud"));
    command.addAll(arguments);
    Map<String, String> nobody =
        Map.of(
            "CLOUDSDK_CONFIG", folder.resolve("nobody").toString(),
            "CLOUDSDK_CORE_DISABLE_PROMPTS", "1",
            "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "1");
    return Shell.run(nobody, command).output();
  }
}
