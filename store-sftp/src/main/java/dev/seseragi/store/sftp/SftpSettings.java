package dev.seseragi.store.sftp;

import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a replica is on which SFTP server, and how to get there.
 *
 * @param host name or address, without brackets
 * @param port 1 … 65535
 * @param password empty if a key alone is used; otherwise also what an encrypted key is opened with
 * @param keyFile a private key
 * @param hostKey the server's public key as it must be; empty to look into {@code knownHosts}
 * @param knownHosts OpenSSH's file of servers, which need not exist
 * @param folder the replica's; without a leading {@code /} below the folder that the login leads
 *     to, "" is that folder itself
 * @param pipelinesWrites whether the parts of a file are sent without waiting for each other
 */
record SftpSettings(
    String host,
    int port,
    String user,
    Optional<String> password,
    Optional<Path> keyFile,
    Optional<HostKeyLine> hostKey,
    Path knownHosts,
    String folder,
    boolean pipelinesWrites) {
  private static final int DEFAULT_PORT = 22;
  private static final Set<String> KEYS =
      Set.of("host", "user", "password", "key-path", "host-key", "concurrent-writes");

  private static final Pattern URL =
      Pattern.compile(
          "sftp://(?:([^@/]*(?:@[^@/]+)*)@)?([^@/?]*)(/[^?]*)?(\\?.*)?", Pattern.DOTALL);
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]\\s]+)(?::(\\d{1,5}))?");

  /** What a URL says. */
  private record Parts(
      Optional<String> user, Optional<String> password, String host, String path) {}

  /**
   * Reads what the replica's owner wrote.
   *
   * @throws StoreConfigurationException naming the key that is missing, unknown or wrong
   */
  static SftpSettings of(StoreAddress address) {
    Map<String, String> options = address.options();
    rejectUnknown(address);
    Parts url = parts(address);
    String hostAndPort = option(options, "host").orElse(url.host());
    Matcher host = HOST.matcher(hostAndPort);
    if (!host.matches()) {
      throw noHost(option(options, "host"), address);
    }
    Optional<String> password = option(options, "password").or(url::password);
    Optional<Path> keyFile = option(options, "key-path").map(Path::of);
    if (password.isEmpty() && keyFile.isEmpty()) {
      throw new StoreConfigurationException(
          "key-path or password: one of them is needed to log in at %s, found neither"
              .formatted(address.describe()));
    }
    return new SftpSettings(
        host.group(1).replaceAll("[\\[\\]]", ""),
        port(host.group(2)),
        option(options, "user").or(url::user).orElseThrow(() -> missing("user", address)),
        password,
        keyFile,
        option(options, "host-key").map(HostKeyLine::parse),
        knownHosts(address.environment()),
        folder(url.path()),
        pipelinesWrites(options));
  }

  /** What a URL has there may be the beginning of a login that is written wrongly. */
  private static StoreConfigurationException noHost(
      Optional<String> configured, StoreAddress address) {
    return new StoreConfigurationException(
        "host: a name or address was expected, with :PORT if that is not 22, found "
            + configured
                .map(host -> "\"%s\" (%s)".formatted(host, address.describe()))
                .orElseGet(() ->
                    address.describe()
                        + "; write letters such as / and @ in the user and the password as %2F and"
                        + " %40"));
  }

  private static void rejectUnknown(StoreAddress address) {
    Set<String> unknown = new TreeSet<>(address.options().keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new StoreConfigurationException(
          "%s: no key of replicas of type sftp; those are %s"
              .formatted(
                  String.join(", ", unknown),
                  KEYS.stream().sorted().collect(Collectors.joining(", "))));
    }
  }

  private static Parts parts(StoreAddress address) {
    Matcher url = URL.matcher(address.url());
    if (!url.matches()) {
      throw new StoreConfigurationException(
          "url: sftp://USER[:PASSWORD]@HOST[:PORT]/PATH was expected, found %s; write letters such"
                  .formatted(address.describe())
              + " as / and @ in the user and the password as %2F and %40");
    }
    if (url.group(4) != null && url.group(4).length() > 1) {
      throw new StoreConfigurationException(
          "url: an sftp URL has no ?options, found some behind %s; write them as keys of the replica"
              .formatted(address.describe()));
    }
    String[] login = url.group(1) == null ? new String[0] : url.group(1).split(":", 2);
    String path = url.group(3) == null ? "/~" : url.group(3);
    return new Parts(part(login, 0), part(login, 1), url.group(2), decode(path, address));
  }

  private static Optional<String> part(String[] parts, int index) {
    return parts.length <= index || parts[index].isEmpty()
        ? Optional.empty()
        : Optional.of(decode(parts[index], null));
  }

  private static String decode(String text, @Nullable StoreAddress shown) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new StoreConfigurationException(
          "url: a %% must be followed by two hex digits, or be written as %%25 (%s)"
              .formatted(shown == null ? "in the user or the password" : shown.describe()));
    }
  }

  private static Optional<String> option(Map<String, String> options, String key) {
    return Optional.ofNullable(options.get(key)).filter(value -> !value.isBlank());
  }

  private static StoreConfigurationException missing(String key, StoreAddress address) {
    return new StoreConfigurationException(
        "%s: is needed to log in at %s, found none".formatted(key, address.describe()));
  }

  private static int port(String digits) {
    int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw new StoreConfigurationException(
          "host: a port between 1 and 65535 was expected, found " + port);
    }
    return port;
  }

  private static Path knownHosts(Map<String, String> environment) {
    String home =
        Optional.ofNullable(environment.get("HOME"))
            .filter(value -> !value.isEmpty())
            .orElse(System.getProperty("user.home", ""));
    return Path.of(home, ".ssh", "known_hosts");
  }

  /** Below the root, or, as in curl's URLs, behind {@code /~/} where the login leads to. */
  private static String folder(String path) {
    List<String> parts =
        Stream.of(path.split("/", -1)).filter(it -> !it.isEmpty() && !it.equals(".")).toList();
    return !parts.isEmpty() && parts.getFirst().equals("~")
        ? String.join("/", parts.subList(1, parts.size()))
        : "/" + String.join("/", parts);
  }

  private static boolean pipelinesWrites(Map<String, String> options) {
    String value = option(options, "concurrent-writes").orElse("true");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new StoreConfigurationException(
              "concurrent-writes: true or false was expected, found " + value);
    };
  }

  /** The path on the server of a name below the replica; of the replica itself for "". */
  String path(String name) {
    if (name.isEmpty()) {
      return folder.isEmpty() ? "." : folder;
    }
    return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /** The replica as a URL without the password. */
  String describe() {
    String shownHost = host.contains(":") ? "[" + host + "]" : host;
    String shownPort = port == DEFAULT_PORT ? "" : ":" + port;
    String shownFolder = folder.startsWith("/") ? folder : "/~/" + folder;
    return "sftp://" + user + "@" + shownHost + shownPort + shownFolder;
  }

  @Override
  public String toString() {
    return describe();
  }
}
