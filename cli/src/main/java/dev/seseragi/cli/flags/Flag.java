package dev.seseragi.cli.flags;

/**
 * One flag of a command.
 *
 * @param name without dashes
 * @param kind what its value is
 * @param label what stands for the value in the usage; "" for a switch
 * @param description one or two sentences for the usage
 */
public record Flag(String name, Kind kind, String label, String description) {
  /** What may stand behind a flag. */
  public enum Kind {
    /** No value, or {@code =true} and {@code =false}. */
    SWITCH,
    /** Any text. */
    TEXT,
    /** A whole number. */
    NUMBER,
    /** A duration such as {@code 1h30m}. */
    DURATION
  }

  /** A flag that is on where it stands. */
  public static Flag toggle(String name, String description) {
    return new Flag(name, Kind.SWITCH, "", description);
  }

  /** A flag with a text behind it. */
  public static Flag text(String name, String label, String description) {
    return new Flag(name, Kind.TEXT, label, description);
  }

  /** A flag with a whole number behind it. */
  public static Flag number(String name, String description) {
    return new Flag(name, Kind.NUMBER, "N", description);
  }

  /** A flag with a duration behind it. */
  public static Flag duration(String name, String description) {
    return new Flag(name, Kind.DURATION, "DURATION", description);
  }
}
