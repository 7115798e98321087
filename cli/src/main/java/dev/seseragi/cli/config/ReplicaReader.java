package dev.seseragi.cli.config;

import dev.seseragi.SeseragiException;
import dev.seseragi.cli.stores.ReplicaLocation;
import dev.seseragi.cli.stores.ReplicaUrl;
import dev.seseragi.cli.stores.StoreType;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code replica:} maps; what they leave open is taken from the top level of the file. */
final class ReplicaReader {
  /**
   * A replica as configured.
   *
   * @param syncInterval empty if neither the replica nor the top level says
   */
  record ReplicaConfiguration(ReplicaLocation location, Optional<Duration> syncInterval) {}

  private final LocalPaths paths;
  private final Map<String, Setting> storeDefaults = new HashMap<>();
  private final Set<String> usedDefaults = new HashSet<>();
  private final Optional<Duration> defaultSyncInterval;

  /**
   * @param top the whole file; its keys of replicas are read here
   */
  ReplicaReader(Section top, LocalPaths paths) {
    this.paths = paths;
    this.defaultSyncInterval = readCommon(top);
    for (String key : StoreKeys.TYPES_BY_KEY.keySet()) {
      top.setting(key).ifPresent(setting -> storeDefaults.put(key, setting));
    }
  }

  /** The keys that every replica knows, here and at the top level; the sync interval if given. */
  private static Optional<Duration> readCommon(Section section) {
    section.accept("validation-interval", "has no effect, as in Litestream 0.5");
    section.accept(
        "max-sync-ltx-files",
        "has no effect: what was committed meanwhile is shipped as one segment, not file by file");
    section.accept(
        "auto-recover",
        "has no effect: damaged local state is a lost cache and always heals by itself");
    section.section("age").ifPresent(ReplicaReader::refuseAge);
    return section.duration("sync-interval", DurationRule.positive("sync interval"));
  }

  private static void refuseAge(Section age) {
    String advice =
        "age is not supported, as in Litestream since 0.5; remove the key (what encrypts: docs/encryption.md)";
    age.refuse("identities", advice);
    age.refuse("recipients", advice);
    age.rejectUnknown();
  }

  /** Reads one replica; empty if it has errors, which are then remembered. */
  Optional<ReplicaConfiguration> read(Section replica) {
    replica.accept("name", "has no effect: a database has one replica, which needs no name");
    Optional<Duration> syncInterval = readCommon(replica).or(() -> defaultSyncInterval);
    Optional<ReplicaLocation> location = location(replica);
    replica.rejectUnknown();
    return location.map(found -> new ReplicaConfiguration(found, syncInterval));
  }

  private Optional<ReplicaLocation> location(Section replica) {
    Optional<Setting> url = replica.setting("url");
    Optional<Setting> path = replica.setting("path");
    Optional<Setting> type = replica.setting("type");
    Optional<ReplicaLocation> byUrl = url.flatMap(ReplicaReader::parseUrl);
    StoreType found = typeOf(type, byUrl);
    Map<String, String> options = storeOptions(replica, found);
    if (url.isPresent()) {
      return rejectBesideUrl(replica) ? Optional.empty() : byUrl.map(at -> with(at, options));
    }
    return found == StoreType.FILE
        ? directory(replica, path)
        : Optional.of(remote(found, path.flatMap(Setting::text).orElse(""), options));
  }

  private static Optional<ReplicaLocation> parseUrl(Setting url) {
    try {
      return url.text().map(ReplicaUrl::parse);
    } catch (SeseragiException e) {
      return url.error(String.valueOf(e.getMessage()));
    }
  }

  private static StoreType typeOf(Optional<Setting> type, Optional<ReplicaLocation> byUrl) {
    Optional<StoreType> named =
        type.flatMap(setting ->
            setting
                .text()
                .flatMap(word ->
                    StoreType.ofLabel(word)
                        .or(() ->
                            setting.error(
                                "unknown replica type (got %s); expected one of %s"
                                    .formatted(word, String.join(", ", StoreType.labels()))))));
    Optional<StoreType> ofUrl = byUrl.map(ReplicaLocation::type);
    if (named.isPresent() && ofUrl.isPresent() && !named.equals(ofUrl)) {
      type.ifPresent(setting ->
          setting.error(
              "the url is of type %s (got %s); remove the type"
                  .formatted(ofUrl.get().label(), named.get().label())));
    }
    return ofUrl.or(() -> named).orElse(StoreType.FILE);
  }

  private Map<String, String> storeOptions(Section replica, StoreType type) {
    Map<String, String> options = new HashMap<>();
    StoreKeys.TYPES_BY_KEY.forEach((key, types) -> {
      Optional<Setting> own = replica.setting(key);
      if (types.contains(type)) {
        usedDefaults.add(key);
        own.or(() -> Optional.ofNullable(storeDefaults.get(key)))
            .flatMap(Setting::text)
            .ifPresent(value -> options.put(key, value));
      } else {
        own.ifPresent(setting -> setting.error(wrongType(type, types)));
      }
    });
    return options;
  }

  private static String wrongType(StoreType type, List<StoreType> types) {
    return "is for replicas of type %s; this one is of type %s"
        .formatted(String.join(", ", types.stream().map(StoreType::label).toList()), type.label());
  }

  private static boolean rejectBesideUrl(Section replica) {
    boolean hasErrors = false;
    for (String key : List.of("path", "bucket", "host")) {
      Optional<Setting> besides = replica.setting(key);
      besides.ifPresent(setting -> setting.error("cannot stand beside url; keep one of the two"));
      hasErrors |= besides.isPresent();
    }
    return hasErrors;
  }

  private Optional<ReplicaLocation> directory(Section replica, Optional<Setting> path) {
    if (path.isEmpty()) {
      replica.error("needs a url or a path, such as url: file:///backup/db");
      return Optional.empty();
    }
    Setting setting = path.get();
    return setting
        .text()
        .flatMap(text ->
            ReplicaUrl.isUrl(text)
                ? setting.error("must be a path, but is a URL; write it behind url:")
                : Optional.of(new ReplicaLocation.Directory(paths.resolve(text))));
  }

  private static ReplicaLocation with(ReplicaLocation location, Map<String, String> options) {
    return switch (location) {
      case ReplicaLocation.Directory directory -> directory;
      case ReplicaLocation.Remote remote ->
          new ReplicaLocation.Remote(remote.type(), remote.url(), options);
    };
  }

  private static ReplicaLocation remote(StoreType type, String path, Map<String, String> options) {
    if (type == StoreType.S3) {
      return s3(path, options);
    }
    String host =
        options.getOrDefault(
            "bucket", options.getOrDefault("host", options.getOrDefault("webdav-url", "")));
    // Without a leading slash it is below the folder that the login leads to.
    String home = type == StoreType.SFTP && !path.startsWith("/") ? "~/" : "";
    String url =
        "%s://%s/%s%s".formatted(type.label(), host, home, encoded(path.replaceFirst("^/+", "")));
    return new ReplicaLocation.Remote(type, url, options);
  }

  /** Behind {@code path:} every character stands for itself. */
  private static String encoded(String path) {
    return path.replace("%", "%25").replace("?", "%3F");
  }

  /**
   * Keys are no paths: what stands behind {@code path:} begins them as it is, with a leading slash
   * or without one, and empty too. A URL cannot say all of that, so it goes beside it.
   */
  private static ReplicaLocation s3(String path, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put(ReplicaLocation.Remote.PATH, path);
    String url = "s3://%s/%s".formatted(options.getOrDefault("bucket", ""), encoded(path));
    return new ReplicaLocation.Remote(StoreType.S3, url, all);
  }

  /** Says which keys at the top level no replica has any use for. */
  void noteUnusedDefaults() {
    storeDefaults.forEach((key, setting) -> {
      if (!usedDefaults.contains(key)) {
        setting.note("has no effect: no replica is of a type that uses it");
      }
    });
  }
}
