package dev.seseragi.cli.stores;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where one replica is. No text of a location shows a secret. */
public sealed interface ReplicaLocation {
  /** The kind of store. */
  StoreType type();

  /** The location as a URL, without user, password and query. */
  String describe();

  /** The location one folder or name further, for a database of a configured folder. */
  ReplicaLocation below(String relativePath);

  /**
   * A local directory.
   *
   * @param folder absolute
   */
  record Directory(Path folder) implements ReplicaLocation {
    @Override
    public StoreType type() {
      return StoreType.FILE;
    }

    @Override
    public String describe() {
      return "file://" + folder;
    }

    @Override
    public ReplicaLocation below(String relativePath) {
      return new Directory(folder.resolve(relativePath));
    }
  }

  /**
   * A place behind a network.
   *
   * @param url with scheme and path; may hold a password
   * @param options what the configuration says about it besides, by key; may hold secrets. With
   *     {@link #PATH} it wins over the URL's path
   */
  record Remote(StoreType type, String url, Map<String, String> options)
      implements ReplicaLocation {
    /** The option that holds {@code path:} exactly as configured. */
    public static final String PATH = "path";

    /** Copies the options. */
    public Remote {
      options = Map.copyOf(options);
    }

    @Override
    public String describe() {
      return ReplicaUrl.redact(url);
    }

    @Override
    public ReplicaLocation below(String relativePath) {
      String base = url.replaceFirst("\\?.*$", "");
      String query = url.substring(base.length());
      Map<String, String> extended = new HashMap<>(options);
      extended.computeIfPresent(PATH, (key, path) -> join(path, relativePath));
      return new Remote(type, join(base, relativePath) + query, extended);
    }

    private static String join(String base, String relativePath) {
      return base.isEmpty() ? relativePath : base.replaceFirst("/+$", "") + "/" + relativePath;
    }

    @Override
    public String toString() {
      return describe();
    }
  }
}
