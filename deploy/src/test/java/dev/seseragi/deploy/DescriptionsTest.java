package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Dockerfiles, compose.yaml and devcontainer.json: what no engine tells us here. */
final class DescriptionsTest {
  private static final List<String> DOCKERFILES =
      List.of(
          "deploy/image/Dockerfile",
          "deploy/image/infra.Dockerfile",
          "deploy/examples/node/Dockerfile");
  private static final Pattern SETTING = Pattern.compile("(?:USERS|POS|SESERAGI)_[A-Z_]+");

  private static String read(String file) throws IOException {
    return TextFile.at(file).text();
  }

  /** A map of YAML or JSON; merge keys are not resolved. */
  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  private static Map<?, ?> services(String file) throws IOException {
    Load yaml = new Load(LoadSettings.builder().setMaxAliasesForCollections(100).build());
    return map(map(yaml.loadFromString(read(file))).get("services"));
  }

  /** All of deploy/check but Terraform, which fetches its provider. */
  @Test
  void theToolsOfThisMachineFindNothing() throws Exception {
    Shell.Result result =
        Shell.run(
            "deploy/check",
            "scripts",
            "dockerfiles",
            "workflows",
            "compose",
            "schemas",
            "fly",
            "kubernetes",
            "systemd");
    System.out.print(result.orFail().output().replaceAll("(?m)^skipped", "SKIPPED:"));
  }

  @ParameterizedTest
  @EnumSource
  void anImageRunsWhatItsTreeHolds(Image image) throws Exception {
    String dockerfile = read("deploy/image/Dockerfile");
    int begin = dockerfile.indexOf(" AS " + image.target() + "\n");
    assertThat(begin).isPositive();
    int end = dockerfile.indexOf("\nFROM ", begin);
    String stage = dockerfile.substring(begin, end < 0 ? dockerfile.length() : end);
    assertThat(stage)
        .contains("ENTRYPOINT " + json(image.entryPoint()))
        .contains("RUN " + json(image.java("-XX:AOTMode=on", "-version")))
        .contains("image.title=\"" + image.target() + "\"", "image.description=");
    assertThat(Class.forName(image.program()).getMethod("main", String[].class)).isNotNull();
    assertThat(Class.forName("dev.seseragi.health.HealthProbe")).isNotNull();
    assertThat(dockerfile)
        .contains("image.licenses=", "image.version=", "image.revision=", "image.created=")
        .contains("USER 65532:65532");
  }

  private static String json(List<String> words) {
    return words.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
  }

  @Test
  void everyForeignImageIsPinned() throws IOException {
    List<String> images = new ArrayList<>();
    for (String file : DOCKERFILES) {
      TextFile dockerfile = TextFile.at(file);
      images.addAll(dockerfile.found("^FROM ([^ \n]+)"));
      images.removeAll(dockerfile.found(" AS ([a-z-]+)$"));
    }
    // Nothing, and one's own, built before.
    images.removeAll(List.of("scratch", "${SESERAGI}"));
    for (String file : List.of("compose.yaml", ".devcontainer/compose.yaml")) {
      for (Object service : services(file).values()) {
        images.add(String.valueOf(map(service).get("image")));
      }
    }
    images.removeIf(image -> image.endsWith(":dev"));
    assertThat(images).hasSizeGreaterThan(7).allMatch(image -> image.matches(".+@sha256:\\w{64}"));
  }

  @Test
  void whatAPageBuildsOrStartsIsDescribed() throws IOException {
    String dockerfile = read("deploy/image/Dockerfile");
    String compose = read("compose.yaml");
    Map<?, ?> services = services("compose.yaml");
    TextFile pages =
        new TextFile(
            read("docs/images.md")
                + read("docs/quick-start.md")
                + read("deploy/examples/node/README.md"));
    assertThat(pages.found("--target ([a-z-]+)"))
        .contains("users-api", "pos", "seseragi")
        .allMatch(target -> dockerfile.contains(" AS " + target + "\n"));
    assertThat(pages.found("--profile ([a-z-]+)"))
        .isNotEmpty()
        .allMatch(profile -> compose.contains("profiles: [" + profile + "]"));
    assertThat(pages.found("docker compose (?:run|rm|up|kill) (?:-+[a-z]+ )*([a-z][a-z-]*)"))
        .contains("users-api", "infra")
        .allMatch(services::containsKey);
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
