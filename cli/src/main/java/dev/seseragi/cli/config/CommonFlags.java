package dev.seseragi.cli.config;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.Flag;
import java.util.List;

/** Flags that several commands share, and what they stand for. */
public final class CommonFlags {
  /** {@code -config}. */
  public static final Flag CONFIG =
      Flag.text(
          "config",
          "PATH",
          "The configuration; - reads standard input. Default: $SESERAGI_CONFIG,"
              + " $LITESTREAM_CONFIG, /etc/litestream.yml");

  /** {@code -no-expand-env}. */
  public static final Flag NO_EXPAND_ENV =
      Flag.toggle("no-expand-env", "Leave $NAME in the configuration as it is");

  /** {@code -json}. */
  public static final Flag JSON = Flag.toggle("json", "Write JSON");

  /** {@code -dry-run}. */
  public static final Flag DRY_RUN =
      Flag.toggle("dry-run", "Say what would be done, and do nothing");

  private CommonFlags() {}

  /** Reads the configuration that the flags name. */
  public static Configuration readConfiguration(Arguments arguments, Surroundings surroundings) {
    return ConfigurationFile.read(
        arguments.text(CONFIG), !arguments.isOn(NO_EXPAND_ENV), surroundings);
  }

  /** The words behind the flags; a flag among them is an error, since it would have no effect. */
  public static List<String> positionals(Arguments arguments, int most) {
    List<String> words = arguments.positionals();
    for (String word : words) {
      if (word.length() > 1 && word.startsWith("-")) {
        throw new CommandException(
            "flag \"%s\" must be positioned before the arguments".formatted(word));
      }
    }
    if (words.size() > most) {
      throw new CommandException("too many arguments");
    }
    return words;
  }
}
