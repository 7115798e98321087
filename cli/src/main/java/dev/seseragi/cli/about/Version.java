package dev.seseragi.cli.about;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param number such as {@code 1.2.3}
 * @param commit the commit it was built from; "unknown" outside of a checkout
 * @param commitTime when that was committed
 */
public record Version(String number, String commit, String commitTime) {
  /** What the build wrote down. */
  public static Version load() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("the build lacks version.properties: build it again");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Version(
        properties.getProperty("version", "unknown"),
        properties.getProperty("commit", "unknown"),
        properties.getProperty("commit.time", "unknown"));
  }
}
