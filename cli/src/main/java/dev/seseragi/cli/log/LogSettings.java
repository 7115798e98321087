package dev.seseragi.cli.log;

import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;

/**
 * How log lines are written.
 *
 * @param level the least severe that is written
 * @param format text or JSON
 * @param isToStderr false for stdout, as Litestream does by default
 */
public record LogSettings(Level level, Format format, boolean isToStderr) {
  /** INFO, text, stdout. */
  public static final LogSettings DEFAULT = new LogSettings(Level.INFO, Format.TEXT, false);

  /** The words for a level, for messages. */
  public static final String LEVELS = "trace, debug, info, warn or error";

  /** The form of a line. */
  public enum Format {
    /** {@code time=… level=INFO msg=… key=value}. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** The level with this name, in any case. */
  public static Optional<Level> parseLevel(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "trace" -> Optional.of(Level.TRACE);
      case "debug" -> Optional.of(Level.DEBUG);
      case "info" -> Optional.of(Level.INFO);
      case "warn", "warning" -> Optional.of(Level.WARNING);
      case "error" -> Optional.of(Level.ERROR);
      default -> Optional.empty();
    };
  }

  /** The same with another level. */
  public LogSettings withLevel(Level other) {
    return new LogSettings(other, format, isToStderr);
  }

  /** The same on stderr. */
  public LogSettings onStderr() {
    return new LogSettings(level, format, true);
  }
}
