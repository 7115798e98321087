package dev.seseragi.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder whose databases are replicated.
 *
 * @param folder absolute
 * @param pattern what a file's name must match, such as {@code *.db}
 * @param isRecursive whether folders below are looked into
 */
record DatabaseFolder(Path folder, String pattern, boolean isRecursive) {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** The databases that are there now, relative to the folder, in order. */
  List<Path> find() throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> files = Files.walk(folder, isRecursive ? Integer.MAX_VALUE : 1)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> matcher.matches(file.getFileName()))
          .filter(DatabaseFolder::isDatabase)
          .map(folder::relativize)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Whether the file begins as databases do. Closing a database file drops all locks that this
   * process holds on it (fcntl(2)): this runs before any database is opened, never later.
   */
  private static boolean isDatabase(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
