package dev.seseragi.cli.flags;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stood behind a command's name, by the rules of Go's flag package. Immutable.
 *
 * <p>Flags end at the first word that does not begin with a dash, or behind {@code --}. Of a flag
 * that stands twice the last one counts.
 */
public final class Arguments {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  private final Map<String, Object> values;
  private final List<String> positionals;
  private final boolean wantsHelp;
  private final boolean isSeparated;

  private Arguments(
      Map<String, Object> values,
      List<String> positionals,
      boolean wantsHelp,
      boolean isSeparated) {
    this.values = values;
    this.positionals = List.copyOf(positionals);
    this.wantsHelp = wantsHelp;
    this.isSeparated = isSeparated;
  }

  /**
   * Reads what stands behind a command's name.
   *
   * @throws FlagException if a flag is unknown, lacks its value, or has one that does not fit
   */
  public static Arguments parse(List<Flag> flags, List<String> words) {
    Map<String, Object> values = new HashMap<>();
    int next = 0;
    boolean isSeparated = false;
    while (next < words.size()) {
      String word = words.get(next);
      if (word.length() < 2 || word.charAt(0) != '-') {
        break;
      }
      next++;
      if (word.equals("--")) {
        isSeparated = true;
        break;
      }
      Written written = Written.of(word);
      Optional<Flag> known = find(flags, written.name());
      if (known.isEmpty() && (written.name().equals("h") || written.name().equals("help"))) {
        return new Arguments(Map.of(), List.of(), true, false);
      }
      Flag flag =
          known.orElseThrow(
              () -> new FlagException("flag provided but not defined: -" + written.name()));
      Optional<String> value = written.value();
      if (value.isEmpty() && flag.kind() != Flag.Kind.SWITCH) {
        if (next == words.size()) {
          throw new FlagException("flag needs an argument: -" + flag.name());
        }
        value = Optional.of(words.get(next++));
      }
      values.put(flag.name(), convert(flag, value.orElse("true")));
    }
    return new Arguments(values, words.subList(next, words.size()), false, isSeparated);
  }

  private static Optional<Flag> find(List<Flag> flags, String name) {
    return flags.stream().filter(flag -> flag.name().equals(name)).findFirst();
  }

  private static Object convert(Flag flag, String value) {
    return switch (flag.kind()) {
      case TEXT -> value;
      case SWITCH -> toBoolean(flag, value);
      case NUMBER -> toNumber(flag, value);
      case DURATION -> toDuration(flag, value);
    };
  }

  private static boolean toBoolean(Flag flag, String value) {
    if (!TRUE.contains(value) && !FALSE.contains(value)) {
      throw new FlagException(
          "invalid boolean value \"%s\" for -%s: parse error".formatted(value, flag.name()));
    }
    return TRUE.contains(value);
  }

  private static int toNumber(Flag flag, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException notANumber) {
      throw invalid(flag, value);
    }
  }

  private static Duration toDuration(Flag flag, String value) {
    return GoDuration.parse(value).orElseThrow(() -> invalid(flag, value));
  }

  private static FlagException invalid(Flag flag, String value) {
    return new FlagException(
        "invalid value \"%s\" for flag -%s: parse error".formatted(value, flag.name()));
  }

  /** Whether {@code -h} or {@code -help} stood there; then there is nothing else. */
  public boolean wantsHelp() {
    return wantsHelp;
  }

  /** The words behind the flags. */
  public List<String> positionals() {
    return positionals;
  }

  /** Whether {@code --} stands between the flags and the words. */
  public boolean isSeparated() {
    return isSeparated;
  }

  /** Whether a switch is on. */
  public boolean isOn(Flag flag) {
    return (boolean) values.getOrDefault(flag.name(), false);
  }

  /** The text of a flag; empty where the flag is not given, or is given as "". */
  public Optional<String> text(Flag flag) {
    return Optional.ofNullable((String) values.get(flag.name())).filter(text -> !text.isEmpty());
  }

  /** The number of a flag, if it is given. */
  public Optional<Integer> number(Flag flag) {
    return Optional.ofNullable((Integer) values.get(flag.name()));
  }

  /** The duration of a flag, if it is given. */
  public Optional<Duration> duration(Flag flag) {
    return Optional.ofNullable((Duration) values.get(flag.name()));
  }

  /** A flag as it stands on the command line, taken apart. */
  private record Written(String name, Optional<String> value) {
    static Written of(String word) {
      String body = word.substring(word.startsWith("--") ? 2 : 1);
      if (body.isEmpty() || body.charAt(0) == '-' || body.charAt(0) == '=') {
        throw new FlagException("bad flag syntax: " + word);
      }
      int equals = body.indexOf('=');
      return equals < 0
          ? new Written(body, Optional.empty())
          : new Written(body.substring(0, equals), Optional.of(body.substring(equals + 1)));
    }
  }
}
