package dev.seseragi.apps.log;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Gives every {@link System.Logger} of the process a logger that writes to {@link LogLines}. The
 * JDK makes one by itself, found through META-INF/services; java.util.logging is never loaded.
 */
public final class JsonLoggerFinder extends System.LoggerFinder {
  private static final String OURS = "dev.seseragi";

  // The JDK asks for loggers before anything of ours runs, and offers no other way to hand over
  // where they write.
  private static final LogLines LINES = LogLines.onStandardOutput();

  /** Called by the JDK. */
  public JsonLoggerFinder() {}

  /** Where all loggers write. */
  public static LogLines lines() {
    return LINES;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new LineLogger(name);
  }

  /** Writes messages of ours from INFO on, and warnings of others. */
  private record LineLogger(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      Level least = name.startsWith(OURS) ? Level.INFO : Level.WARNING;
      return level != Level.OFF && level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        String word = level == Level.WARNING ? "WARN" : level.getName();
        LINES.write(word, String.valueOf(message), thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... params) {
      boolean isPlain = format == null || params == null || params.length == 0;
      if (isLoggable(level)) {
        String text = isPlain ? format : new MessageFormat(format, Locale.ROOT).format(params);
        log(level, bundle, text, (Throwable) null);
      }
    }
  }
}
