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
