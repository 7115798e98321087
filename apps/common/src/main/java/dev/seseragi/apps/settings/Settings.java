package dev.seseragi.apps.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads variables of the environment, notes what is wrong, and tells all of it at {@link #check}.
 * Until then a wrong one has its default. For one thread.
 */
public final class Settings {
  /** What the JVM and the command line tools read. */
  private static final Set<String> OTHERS = Set.of("SESERAGI_CONFIG", "SESERAGI_JAVA_OPTIONS");

  private static final int LONGEST_SHOWN = 60;

  private final Map<String, String> environment;
  private final List<String> prefixes;
  private final Set<String> known = new TreeSet<>(OTHERS);
  private final List<String> problems = new ArrayList<>();

  /**
   * Settings of one application.
   *
   * @param prefix its variables begin with it, such as {@code USERS_}; another one that does is an
   *     error, as is an unknown one that begins with {@code SESERAGI_}
   */
  public Settings(Map<String, String> environment, String prefix) {
    this.environment = Map.copyOf(environment);
    this.prefixes = List.of(prefix, "SESERAGI_");
  }

  /** A text that may be missing. An empty one is an error: a variable was meant to be filled. */
  public Optional<String> text(String name) {
    known.add(name);
    String value = environment.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value.isBlank()) {
      wrong(name, "a text, or the variable not set", value);
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** A text with a default. */
  public String text(String name, String fallback) {
    return text(name).orElse(fallback);
  }

  /** A whole number from {@code min} to {@code max}. */
  public int number(String name, int fallback, int min, int max) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as one beyond the range.
    }
    wrong(name, "a whole number from %d to %d".formatted(min, max), text.get());
    return fallback;
  }

  /** A time in whole milliseconds, from 1 to an hour. */
  public Duration millis(String name, Duration fallback) {
    int hour = (int) Duration.ofHours(1).toMillis();
    return Duration.ofMillis(number(name, (int) fallback.toMillis(), 1, hour));
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean fallback) {
    return oneOf(name, String.valueOf(fallback), List.of("true", "false")).equals("true");
  }

  /** One of some words. */
  public String oneOf(String name, String fallback, List<String> words) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    if (!words.contains(text.get())) {
      wrong(name, "one of " + String.join(", ", words), text.get());
      return fallback;
    }
    return text.get();
  }

  /** A secret: never shown in a message. */
  public Optional<String> secret(String name) {
    known.add(name);
    return Optional.ofNullable(environment.get(name));
  }

  /** Notes what an application finds wrong by itself. The found value is shown. */
  public void wrong(String name, String expected, String found) {
    String shown = found.length() > LONGEST_SHOWN ? found.substring(0, LONGEST_SHOWN) + "…" : found;
    problems.add("%s: expected %s, found \"%s\"".formatted(name, expected, shown));
  }

  /** Notes what is wrong with a secret, or with several variables together. */
  public void wrong(String problem) {
    problems.add(problem);
  }

  /** All variables, for those who read credentials from them. */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * To be called when everything was read.
   *
   * @throws SettingsException if something is wrong
   */
  public void check() {
    for (String name : new TreeSet<>(environment.keySet())) {
      boolean isOurs = prefixes.stream().anyMatch(name::startsWith);
      if (isOurs && !known.contains(name)) {
        problems.add("%s: unknown variable; known are %s".formatted(name, ours()));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  private String ours() {
    return String.join(", ", known.stream().filter(name -> !OTHERS.contains(name)).toList());
  }
}
