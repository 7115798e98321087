package dev.seseragi.cli.log;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Gives every {@link System.Logger} of the process a logger that writes our lines. The JDK makes
 * one by itself, found through META-INF/services.
 */
public final class LineLoggerFinder extends System.LoggerFinder {
  private static final String OURS = "dev.seseragi";

  // The JDK asks for loggers long before a command has read where its log goes, and it offers no
  // other way to hand that over than through a static field.
  private static volatile @Nullable Log log;

  /** Called by the JDK. */
  public LineLoggerFinder() {}

  /** From now on all loggers write to {@code log}; before the first call they are silent. */
  public static void use(Log log) {
    LineLoggerFinder.log = log;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new LineLogger(name);
  }

  /** Writes messages of ours, and warnings of others. */
  private record LineLogger(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      Log current = log;
      boolean isHeard = name.startsWith(OURS) || level.getSeverity() >= Level.WARNING.getSeverity();
      return current != null && isHeard && current.isLoggable(level);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      Log current = log;
      if (current == null || !isLoggable(level)) {
        return;
      }
      String text = String.valueOf(message);
      if (thrown == null) {
        current.write(level, text);
      } else {
        current.write(level, text, "error", thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... params) {
      if (isLoggable(level)) {
        boolean isPlain = format == null || params == null || params.length == 0;
        log(
            level,
            bundle,
            isPlain ? format : MessageFormat.format(format, params),
            (Throwable) null);
      }
    }
  }
}
