package dev.seseragi.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param scenarios names; empty for all
 * @param against another executable with the same command line
 * @param json where the report goes as JSON
 * @param isQuick whether small sizes and few rounds will do
 * @param isHelp whether only to say what can be asked for
 */
record BenchOptions(
    List<String> scenarios,
    Optional<Path> against,
    Optional<Path> json,
    boolean isQuick,
    boolean isHelp) {

  BenchOptions {
    scenarios = List.copyOf(scenarios);
  }

  /**
   * Reads the words.
   *
   * @throws IllegalArgumentException if one of them is not understood
   */
  static BenchOptions parse(List<String> words) {
    List<String> scenarios = new ArrayList<>();
    Optional<Path> against = Optional.empty();
    Optional<Path> json = Optional.empty();
    boolean isQuick = false;
    boolean isHelp = false;
    var rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word.startsWith("--") ? word.substring(1) : word) {
        case "-against" -> against = Optional.of(path(word, rest));
        case "-json" -> json = Optional.of(path(word, rest));
        case "-quick" -> isQuick = true;
        case "-h", "-help", "help" -> isHelp = true;
        default -> {
          if (word.startsWith("-")) {
            throw new IllegalArgumentException("unknown flag " + word);
          }
          scenarios.add(word);
        }
      }
    }
    return new BenchOptions(scenarios, against, json, isQuick, isHelp);
  }

  private static Path path(String flag, java.util.Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(flag + " needs a path behind it");
    }
    return Path.of(rest.next()).toAbsolutePath();
  }
}
