package dev.seseragi.apps.process;

/** What has to be set before anything else runs, so that the start is a quick one. */
public final class Startup {
  private static final String LOCALES = "java.locale.providers";

  private Startup() {}

  /**
   * To be called first of all.
   *
   * <p>Jetty looks at every locale that Java knows, and the SQLite driver at the calendar of the
   * default one: with Unicode's data (CLDR) that are a thousand, and a sixth of the CPU of a start.
   * Nothing in the applications is written in the forms of a locale, so Java's own few will do.
   */
  public static void prepare() {
    if (System.getProperty(LOCALES) == null) {
      System.setProperty(LOCALES, "FALLBACK");
    }
  }
}
