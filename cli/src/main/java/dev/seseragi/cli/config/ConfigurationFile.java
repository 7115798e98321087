package dev.seseragi.cli.config;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.Surroundings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds, expands and parses a configuration file. */
public final class ConfigurationFile {
  private static final String DEFAULT_PATH = "/etc/litestream.yml";
  private static final String STDIN = "-";

  /** A configuration is written by hand; more is a mistake, and would only cost memory. */
  private static final int MAX_CHARACTERS = 4 << 20;

  private ConfigurationFile() {}

  /** Where the configuration is when {@code -config} does not say. */
  public static String defaultPath(Map<String, String> environment) {
    for (String variable : new String[] {"SESERAGI_CONFIG", "LITESTREAM_CONFIG"}) {
      String path = environment.getOrDefault(variable, "");
      if (!path.isEmpty()) {
        return path;
      }
    }
    return DEFAULT_PATH;
  }

  /**
   * Reads a configuration file.
   *
   * @param path what {@code -config} says, if anything; {@code -} reads standard input
   * @param isExpanded whether {@code $NAME} is replaced by the environment
   * @throws CommandException if there is no such file
   * @throws ConfigurationException if something in it is wrong
   */
  public static Configuration read(
      Optional<String> path, boolean isExpanded, Surroundings surroundings) {
    String name = path.orElseGet(() -> defaultPath(surroundings.environment()));
    LocalPaths paths = LocalPaths.of(surroundings);
    String text = load(name, paths, surroundings);
    Problems problems = new Problems(name.equals(STDIN) ? "stdin" : name);
    if (isExpanded) {
      Expansion expansion =
          Expansion.of(text, surroundings.environment(), ProcessHandle.current().pid());
      text = expansion.text();
      for (String variable : expansion.unset()) {
        problems.note("$" + variable + " is not set and was read as empty");
      }
    }
    return new ConfigurationReader(compose(name, text), problems, paths).read();
  }

  private static String load(String name, LocalPaths paths, Surroundings surroundings) {
    try {
      if (name.equals(STDIN)) {
        return new String(surroundings.in().readNBytes(MAX_CHARACTERS), StandardCharsets.UTF_8);
      }
      Path file = paths.resolve(name);
      if (Files.size(file) > MAX_CHARACTERS) {
        throw new CommandException(
            "cannot read config file %s: it is longer than 4 MiB".formatted(file));
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandException(
          "config file not found: " + paths.resolve(name),
          "-config PATH, or set LITESTREAM_CONFIG");
    } catch (CharacterCodingException e) {
      throw new CommandException("cannot read config file " + name + ": it is not UTF-8 text");
    } catch (IOException e) {
      throw new CommandException("cannot read config file " + name + ": " + e);
    }
  }

  private static MappingNode compose(String name, String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(name).setUseMarks(true).build();
    try {
      Optional<Node> node = new Compose(settings).composeString(text);
      if (node.isPresent() && node.get() instanceof MappingNode map) {
        return map;
      }
    } catch (MarkedYamlEngineException e) {
      // The exception's own message quotes the lines around it, in which there may be a secret.
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new ConfigurationException("%s:%d: %s".formatted(name, line, e.getProblem()));
    } catch (YamlEngineException e) {
      throw new ConfigurationException(name + ": is not YAML");
    }
    throw new ConfigurationException(
        name + ": must be a map with keys such as dbs: (docs/configuration.md)");
  }
}
