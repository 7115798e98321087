package dev.seseragi.apps.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file that comes with the program. */
public final class ClassPathFile {
  private ClassPathFile() {}

  /**
   * All of it.
   *
   * @param beside a class of the program, to which a relative path belongs
   * @throws IllegalStateException if it is not there: the program was put together wrongly
   */
  public static byte[] read(Class<?> beside, String path) {
    try (InputStream in = beside.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from the class path", e);
    }
  }
}
