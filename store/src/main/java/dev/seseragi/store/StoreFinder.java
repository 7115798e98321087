package dev.seseragi.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds the store that holds a replica: a directory, or what a module on the class path provides
 * ({@link StoreProvider}).
 */
public final class StoreFinder {
  /** The word for a local directory, as {@link StoreProvider#type} has others. */
  public static final String DIRECTORY = "file";

  private static final Pattern SCHEME = Pattern.compile("^(\\w+)://(.*)$", Pattern.DOTALL);

  private final Iterable<StoreProvider> providers;

  /** Finds among the given kinds, and directories. */
  public StoreFinder(Iterable<StoreProvider> providers) {
    this.providers = providers;
  }

  /** Finds what is on the class path. */
  public static StoreFinder ofClassPath() {
    return new StoreFinder(ServiceLoader.load(StoreProvider.class));
  }

  /**
   * Opens the store that a URL leads to; nothing is requested from it yet. The caller closes it.
   *
   * @param url such as {@code s3://bucket/shop} or {@code file:///backup/shop}
   * @param environment the variables of the process, for credentials and endpoints
   * @throws StoreConfigurationException if this is no URL, of a kind of store that is not on the
   *     class path, or without something that the store needs
   */
  public ObjectStore open(String url, Map<String, String> environment) {
    Matcher parts = SCHEME.matcher(url);
    StoreAddress address = new StoreAddress(url, Map.of(), environment);
    if (!parts.matches()) {
      throw new StoreConfigurationException(
          "\"%s\" is not a replica URL: expected SCHEME://…, such as file:///backup/db"
              .formatted(address.describe()));
    }
    return parts.group(1).equals(DIRECTORY)
        ? new DirectoryStore(directory(url))
        : open(parts.group(1), address);
  }

  /**
   * Opens a remote store of a kind.
   *
   * @param type see {@link StoreProvider#type}
   * @throws StoreConfigurationException if it is not on the class path, or wrongly configured
   */
  public ObjectStore open(String type, StoreAddress address) {
    return all()
        .filter(provider -> provider.type().equals(type))
        .findFirst()
        .orElseThrow(() -> unknown(type, address))
        .open(address);
  }

  /**
   * The folder of a {@code file://} URL.
   *
   * @throws StoreConfigurationException if its path is not absolute, or none on this system
   */
  public static Path directory(String url) {
    String hostAndPath = url.replaceFirst("^\\w+://", "").replaceFirst("(?s)\\?.*$", "");
    String path = hostAndPath.replaceFirst("^localhost(?=/)", "");
    if (!path.startsWith("/")) {
      throw new StoreConfigurationException(
          "a file URL needs an absolute path behind file://, such as file:///backup/db (got %s)"
              .formatted(url));
    }
    try {
      return Path.of(decode(path)).normalize();
    } catch (InvalidPathException e) {
      throw new StoreConfigurationException(
          "the path in %s is none here: %s; LC_ALL=C.UTF-8 may help, if it has letters beyond ASCII"
              .formatted(url, e.getReason()),
          e);
    }
  }

  private static String decode(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return path;
    }
  }

  private Stream<StoreProvider> all() {
    return StreamSupport.stream(providers.spliterator(), false);
  }

  private StoreConfigurationException unknown(String type, StoreAddress address) {
    List<String> types =
        Stream.concat(Stream.of(DIRECTORY), all().map(StoreProvider::type)).sorted().toList();
    return new StoreConfigurationException(
        "cannot open %s: replicas of type %s are not built into this version, only %s;"
                .formatted(address.describe(), type, String.join(", ", types))
            + " use a directory, such as file:///backup/db");
  }
}
