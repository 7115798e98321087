package dev.seseragi.cli.stores;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.store.StoreAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replica URLs, such as {@code file:///backup/shop} and {@code s3://bucket/shop}. */
public final class ReplicaUrl {
  private static final Pattern URL = Pattern.compile("^(\\w+)://(.*)$", Pattern.DOTALL);

  private ReplicaUrl() {}

  /** Whether an argument is a URL and not a path. */
  public static boolean isUrl(String text) {
    return URL.matcher(text).matches();
  }

  /**
   * Reads a replica's URL.
   *
   * @throws CommandException if it is none, or of a scheme that nobody knows
   */
  public static ReplicaLocation parse(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new CommandException(
          "\"%s\" is not a replica URL: expected SCHEME://…, such as file:///backup/db"
              .formatted(redact(url)));
    }
    StoreType type =
        StoreType.ofScheme(parts.group(1))
            .orElseThrow(() ->
                new CommandException(
                    "unknown replica type \"%s\" in %s: expected one of %s"
                        .formatted(
                            parts.group(1), redact(url), String.join(", ", StoreType.labels()))));
    return type == StoreType.FILE
        ? directory(parts.group(2).replaceFirst("\\?.*$", ""), url)
        : new ReplicaLocation.Remote(type, url, Map.of());
  }

  private static ReplicaLocation directory(String hostAndPath, String url) {
    String path =
        hostAndPath.startsWith("localhost/")
            ? hostAndPath.substring("localhost".length())
            : hostAndPath;
    if (!path.startsWith("/")) {
      throw new CommandException(
          "a file URL needs an absolute path behind file://, such as file:///backup/db (got %s)"
              .formatted(url));
    }
    try {
      return new ReplicaLocation.Directory(Path.of(decode(path)).normalize());
    } catch (InvalidPathException e) {
      throw new CommandException(
          "the path in %s is none here: %s".formatted(url, e.getReason()),
          "LC_ALL=C.UTF-8, if it has letters beyond ASCII");
    }
  }

  private static String decode(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return path;
    }
  }

  /** A URL without what may be a secret: user, password and query. */
  static String redact(String url) {
    return new StoreAddress(url, Map.of(), Map.of()).describe();
  }
}
