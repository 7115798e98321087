package dev.seseragi.cli.stores;

import dev.seseragi.cli.command.CommandException;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import dev.seseragi.store.StoreFinder;
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
        ? directory(url)
        : new ReplicaLocation.Remote(type, url, Map.of());
  }

  private static ReplicaLocation directory(String url) {
    try {
      return new ReplicaLocation.Directory(StoreFinder.directory(url));
    } catch (StoreConfigurationException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  /** A URL without what may be a secret: user, password and query. */
  static String redact(String url) {
    return new StoreAddress(url, Map.of(), Map.of()).describe();
  }
}
