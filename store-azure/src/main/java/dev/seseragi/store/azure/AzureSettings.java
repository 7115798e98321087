package dev.seseragi.store.azure;

import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a replica is in which storage account, and how to be let in there.
 *
 * @param endpoint of the account's blobs, without a slash at its end
 * @param prefix of the replica's names: "" or with a slash at its end
 */
record AzureSettings(String account, String container, String prefix, URI endpoint, Access access) {
  private static final Set<String> KEYS =
      Set.of("account-name", "account-key", "sas-token", "endpoint", "bucket");

  private static final String KEY_VARIABLE = "LITESTREAM_AZURE_ACCOUNT_KEY";
  private static final String SAS_VARIABLE = "LITESTREAM_AZURE_SAS_TOKEN";

  private static final Pattern URL =
      Pattern.compile("abs://(?:([^@/?]*)@)?([^@/?]*)(/[^?]*)?(\\?.*)?", Pattern.DOTALL);
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
  private static final Pattern CONTAINER = Pattern.compile("\\$root|[a-z0-9](?:-?[a-z0-9]){2,62}");

  /** How to be let in. No text of it shows a secret. */
  sealed interface Access {
    /** By the account's key, which may do everything. */
    record AccountKey(String key) implements Access {
      @Override
      public String toString() {
        return "account-key";
      }
    }

    /** By a signed token that says what it may do, and until when. */
    record SasToken(String token) implements Access {
      @Override
      public String toString() {
        return "sas-token";
      }
    }

    /** By the identity of the process, its machine or its container. */
    record Identity(TokenSource source) implements Access {
      @Override
      public String toString() {
        return source.toString();
      }
    }
  }

  /**
   * Reads what the replica's owner wrote.
   *
   * @throws StoreConfigurationException naming the key that is missing, unknown or wrong
   */
  static AzureSettings of(StoreAddress address) {
    Map<String, String> options = address.options();
    rejectUnknown(options);
    Matcher url = URL.matcher(address.url());
    if (!url.matches() || (url.group(4) != null && url.group(4).length() > 1)) {
      throw new StoreConfigurationException(
          "url: abs://ACCOUNT@CONTAINER/PREFIX was expected, without ?options, found "
              + address.describe());
    }
    String account =
        checked(
            "account-name",
            option(options, "account-name").or(() -> Optional.ofNullable(url.group(1))).orElse(""),
            ACCOUNT,
            "3 to 24 lower-case letters and digits",
            address);
    String container =
        checked(
            "bucket",
            option(options, "bucket").orElse(url.group(2)),
            CONTAINER,
            "a container's name of 3 to 63 lower-case letters, digits and single hyphens",
            address);
    return new AzureSettings(
        account,
        container,
        prefix(url.group(3) == null ? "" : url.group(3)),
        endpoint(option(options, "endpoint"), account),
        access(options, address.environment()));
  }

  private static void rejectUnknown(Map<String, String> options) {
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new StoreConfigurationException(
          "%s: no key of replicas of type abs; those are %s"
              .formatted(
                  String.join(", ", unknown),
                  KEYS.stream().sorted().collect(Collectors.joining(", "))));
    }
  }

  private static Optional<String> option(Map<String, String> options, String key) {
    return Optional.ofNullable(options.get(key)).filter(value -> !value.isBlank());
  }

  /** Shows what is wrong unless it is from the URL, where somebody may have written a key. */
  private static String checked(
      String key, String value, Pattern pattern, String expected, StoreAddress address) {
    if (!pattern.matcher(value).matches()) {
      String found = option(address.options(), key).orElse(address.describe());
      throw new StoreConfigurationException(
          "%s: %s were expected, found \"%s\"".formatted(key, expected, found));
    }
    return value;
  }

  /** As Litestream joins it: no slash at its beginning, none twice. */
  private static String prefix(String path) {
    String joined =
        Stream.of(decode(path).split("/", -1))
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .collect(Collectors.joining("/"));
    return joined.isEmpty() ? "" : joined + "/";
  }

  private static String decode(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return path;
    }
  }

  private static URI endpoint(Optional<String> configured, String account) {
    String text = configured.orElse("https://" + account + ".blob.core.windows.net");
    String url = (text.contains("://") ? text : "https://" + text).replaceFirst("/+$", "");
    try {
      URI endpoint = new URI(url);
      if (endpoint.getHost() != null && Set.of("http", "https").contains(endpoint.getScheme())) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // Refused below.
    }
    throw new StoreConfigurationException(
        "endpoint: https://HOST[:PORT][/PATH] was expected, found \"%s\"".formatted(text));
  }

  private static Access access(Map<String, String> options, Map<String, String> environment) {
    Optional<String> key =
        option(options, "account-key").or(() -> option(environment, KEY_VARIABLE));
    Optional<String> token =
        option(options, "sas-token").or(() -> option(environment, SAS_VARIABLE));
    // As in Litestream: a token may do less than the key, so it is the one that is meant.
    if (token.isPresent()) {
      return new Access.SasToken(token.get().strip().replaceFirst("^\\?", ""));
    }
    return key.<Access>map(it -> new Access.AccountKey(checkedKey(it.strip())))
        .orElseGet(() -> new Access.Identity(TokenSource.of(environment)));
  }

  private static String checkedKey(String key) {
    try {
      var _ = Base64.getDecoder().decode(key);
      return key;
    } catch (IllegalArgumentException e) {
      throw new StoreConfigurationException(
          "account-key: the account's key in base64 was expected, found %d other characters"
              .formatted(key.length()));
    }
  }

  /** The replica as a URL without a secret. */
  String describe() {
    return "abs://" + account + "@" + container + "/" + prefix.replaceFirst("/$", "");
  }

  @Override
  public String toString() {
    return describe();
  }
}
