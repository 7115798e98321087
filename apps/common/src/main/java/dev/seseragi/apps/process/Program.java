package dev.seseragi.apps.process;

import dev.seseragi.SeseragiException;
import dev.seseragi.apps.log.JsonLoggerFinder;
import dev.seseragi.apps.settings.SettingsException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What surrounds the work of a program: its quick start, and an end that says what was wrong. */
public final class Program {
  private static final String LOCALES = "java.locale.providers";

  private Program() {}

  /** The work. */
  @FunctionalInterface
  public interface Work {
    /** Does it; returns an {@link ExitCode}. */
    int run() throws InterruptedException, IOException;
  }

  /**
   * Works, and ends the process. To be called first of all.
   *
   * @param name stands before each line that says what was wrong
   */
  public static void run(String name, Work work) throws InterruptedException {
    quickenStart();
    int code = codeOf(name, work);
    JsonLoggerFinder.lines().flush();
    System.exit(code);
  }

  /**
   * Jetty looks at every locale that Java knows, and the SQLite driver at the calendar of the
   * default one: with Unicode's data (CLDR) that are a thousand, and a sixth of the CPU of a start.
   * Nothing in the applications is written in the forms of a locale, so Java's own few will do.
   */
  private static void quickenStart() {
    if (System.getProperty(LOCALES) == null) {
      System.setProperty(LOCALES, "FALLBACK");
    }
  }

  private static int codeOf(String name, Work work) throws InterruptedException {
    try {
      return work.run();
    } catch (SettingsException e) {
      return say(name, ExitCode.USAGE, e.getMessage());
    } catch (SeseragiException | IllegalStateException e) {
      return say(name, ExitCode.FAILED, e.getMessage());
    } catch (IOException e) {
      // Its message alone is often no more than the name of a file.
      return say(name, ExitCode.FAILED, e.toString());
    }
  }

  private static int say(String name, int code, @Nullable String problem) {
    String.valueOf(problem).lines().forEach(line -> System.err.println(name + ": " + line));
    return code;
  }
}
