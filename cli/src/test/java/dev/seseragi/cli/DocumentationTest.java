package dev.seseragi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.config.Configuration;
import dev.seseragi.cli.config.ConfigurationFile;
import dev.seseragi.cli.flags.Flag;
import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationTest {
  private static final Path DOCS = Fixtures.repositoryRoot().resolve("docs");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  /** What talks to the control socket is described as a whole. */
  private static final List<String> SOCKET_COMMANDS =
      List.of("start", "stop", "sync", "register", "unregister", "list", "info");

  @TempDir Path folder;

  @Test
  void everyFlagOfEveryCommandIsDescribed() throws IOException {
    String text = Files.readString(DOCS.resolve("cli.md"));

    for (Command command : new Commands().all()) {
      String name = command.shape().name();
      assertThat(text).contains(name);
      if (!SOCKET_COMMANDS.contains(name)) {
        for (Flag flag : command.shape().flags()) {
          assertThat(text).as(name).containsPattern("`-" + flag.name() + "[` ]");
        }
      }
    }
  }

  @Test
  void everyKeyIsDescribed() throws IOException {
    String text = Files.readString(DOCS.resolve("configuration.md"));

    for (String key : AllKeys.names()) {
      assertThat(text).as(key).contains("`" + key + "`");
    }
  }

  @Test
  void everyTestThatAPromiseNamesExists() throws IOException {
    String sources = testSources();
    List<String> names =
        Pattern.compile("`([a-zA-Z0-9.]*Test)(?:\\.([a-z][A-Za-z0-9]+))?`")
            .matcher(Files.readString(DOCS.resolve("promises.md")))
            .results()
            .map((MatchResult test) -> test.group(2) == null ? test.group(1) : test.group(2))
            .toList();
    assertThat(names).hasSizeGreaterThan(40);

    for (String name : names) {
      String simple = name.substring(name.lastIndexOf('.') + 1);
      assertThat(sources)
          .contains(name.endsWith("Test") ? "class " + simple : "void " + simple + "(");
    }
  }

  private static String testSources() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> modules = Files.list(Fixtures.repositoryRoot())) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
              text.append(Files.readString(file));
            }
          }
        }
      }
    }
    return text.toString();
  }

  @Test
  void theExamplesOfTheConfigurationAreOnes() throws IOException {
    List<String> examples =
        YAML.matcher(Files.readString(DOCS.resolve("configuration.md")))
            .results()
            .map((MatchResult example) -> example.group(1))
            .toList();
    assertThat(examples).isNotEmpty();
    Files.createDirectories(folder.resolve("tenants"));

    for (String example : examples) {
      String here = example.replace("/data/tenants", folder.resolve("tenants").toString());
      Configuration configuration =
          ConfigurationFile.read(
              Optional.of("-"), true, TestCli.in(folder).reading(here).surroundings());
      assertThat(configuration.notes()).isEmpty();
      assertThat(configuration.databases()).isNotEmpty();
    }
  }
}
