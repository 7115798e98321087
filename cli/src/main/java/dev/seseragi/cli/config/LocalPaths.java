package dev.seseragi.cli.config;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.Surroundings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Paths as people write them: {@code ~/} is the home folder, what is relative becomes absolute.
 *
 * @param workingFolder what relative paths are relative to
 * @param home the home folder; null if nobody knows it
 */
public record LocalPaths(Path workingFolder, @Nullable String home) {
  private static final Pattern DATABASE_SCHEME = Pattern.compile("^sqlite3?://");

  /** The paths of a process. */
  public static LocalPaths of(Surroundings surroundings) {
    return new LocalPaths(surroundings.workingFolder(), surroundings.environment().get("HOME"));
  }

  /** An absolute path without {@code .} and {@code ..}. */
  public Path resolve(String text) {
    try {
      return workingFolder.resolve(expandHome(text)).normalize();
    } catch (InvalidPathException e) {
      throw new CommandException(
          "\"%s\" is not a path here: %s".formatted(text, e.getReason()),
          "LC_ALL=C.UTF-8, if it has letters beyond ASCII");
    }
  }

  /** A database's path, which may also be written {@code sqlite:///path}. */
  public Path database(String text) {
    return resolve(DATABASE_SCHEME.matcher(text).replaceFirst(""));
  }

  private String expandHome(String text) {
    if (!text.equals("~") && !text.startsWith("~/")) {
      return text;
    }
    if (home == null) {
      throw new CommandException(
          "cannot expand ~ in \"" + text + "\": HOME is not set; write the whole path");
    }
    return home + text.substring(1);
  }
}
