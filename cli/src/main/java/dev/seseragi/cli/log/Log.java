package dev.seseragi.cli.log;

import dev.seseragi.cli.text.Json;
import dev.seseragi.cli.text.Times;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes log lines, each at once and whole. Safe for use by many threads. */
public final class Log {
  private final LogSettings settings;
  private final PrintStream stream;
  private final InstantSource clock;

  /** A log on one of the two streams, as the settings say. */
  public Log(LogSettings settings, PrintStream out, PrintStream err, InstantSource clock) {
    this.settings = settings;
    this.stream = settings.isToStderr() ? err : out;
    this.clock = clock;
  }

  /** Logs what an operator wants to know. The pairs are keys and values in turn. */
  public void info(String message, Object... pairs) {
    write(Level.INFO, message, pairs);
  }

  /** Logs what an operator should look at. */
  public void warn(String message, Object... pairs) {
    write(Level.WARNING, message, pairs);
  }

  /** Logs what an operator must look at. */
  public void error(String message, Object... pairs) {
    write(Level.ERROR, message, pairs);
  }

  /** Whether lines of this level are written. */
  boolean isLoggable(Level level) {
    return level != Level.OFF && level.getSeverity() >= settings.level().getSeverity();
  }

  /** Writes one line, if its level is written. */
  void write(Level level, String message, Object... pairs) {
    if (!isLoggable(level)) {
      return;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("time", Times.millis(clock.instant()));
    fields.put("level", level == Level.WARNING ? "WARN" : level.getName());
    fields.put("msg", message);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      fields.put(pairs[i].toString(), valueOf(pairs[i + 1]));
    }
    String line =
        switch (settings.format()) {
          case TEXT -> text(fields);
          case JSON -> Json.compact(fields);
        };
    stream.print(line + "\n");
    stream.flush();
  }

  private static String valueOf(Object value) {
    if (!(value instanceof Throwable problem)) {
      return value.toString();
    }
    if (problem instanceof dev.seseragi.SeseragiException) {
      return String.valueOf(problem.getMessage());
    }
    StringWriter trace = new StringWriter();
    problem.printStackTrace(new PrintWriter(trace));
    return trace.toString().stripTrailing();
  }

  private static String text(Map<String, String> fields) {
    StringBuilder line = new StringBuilder();
    fields.forEach((key, value) -> {
      line.append(line.isEmpty() ? "" : " ").append(key).append('=');
      line.append(needsQuotes(value) ? Json.compact(value) : value);
    });
    return line.toString();
  }

  private static boolean needsQuotes(String value) {
    return value.isEmpty()
        || value.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 127);
  }
}
