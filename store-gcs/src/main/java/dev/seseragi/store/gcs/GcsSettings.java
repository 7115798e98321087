package dev.seseragi.store.gcs;

import dev.seseragi.store.Requests;
import dev.seseragi.store.StoreAddress;
import dev.seseragi.store.StoreConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a replica lies and who asks for it.
 *
 * @param prefix what stands before every object's name: empty, or with a {@code /} at its end
 * @param endpoint the server, without a path
 * @param isEmulator whether it is one that asks for no credentials
 * @param keyFile of a service account or another kind of credentials; empty for the default ones
 */
record GcsSettings(
    String bucket, String prefix, URI endpoint, boolean isEmulator, Optional<Path> keyFile) {
  static final String EMULATOR = "STORAGE_EMULATOR_HOST";
  static final String KEY_FILE = "GOOGLE_APPLICATION_CREDENTIALS";

  /** What Google takes, less what the longest name needs. */
  static final int MAX_PREFIX_BYTES = 1024 - Requests.MAX_NAME_BYTES;

  private static final URI GOOGLE = URI.create("https://storage.googleapis.com");
  private static final Pattern URL = Pattern.compile("gs://([^/?#]*)/?([^?#]*)(.*)");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /**
   * Reads an address.
   *
   * @throws StoreConfigurationException if something in it is missing, unknown or has no valid
   *     value
   */
  static GcsSettings of(StoreAddress address) {
    Matcher url = URL.matcher(address.url());
    if (!url.matches() || !url.group(3).isEmpty()) {
      throw new StoreConfigurationException(
          "a replica in Google Cloud Storage is written gs://BUCKET/PREFIX, without a query;"
              + " found "
              + address.describe()
              + (url.matches() ? " with something behind it" : ""));
    }
    for (String key : address.options().keySet()) {
      if (!key.equals("bucket")) {
        throw new StoreConfigurationException(
            "%s: replicas of type gs take no \"%s\", only bucket and path; remove it"
                .formatted(address.describe(), key));
      }
    }
    String emulator = address.environment().getOrDefault(EMULATOR, "").strip();
    return new GcsSettings(
        bucket(url.group(1), address.options().get("bucket"), !emulator.isEmpty()),
        prefix(url.group(2)),
        emulator.isEmpty() ? GOOGLE : endpoint(emulator),
        !emulator.isEmpty(),
        keyFile(address.environment()));
  }

  private static String bucket(String ofUrl, @Nullable String option, boolean isEmulated) {
    // A bucket for all replicas may stand at the top of the configuration: a URL knows better.
    String bucket = ofUrl.isEmpty() && option != null ? option : ofUrl;
    if (bucket.isEmpty()) {
      throw new StoreConfigurationException(
          "bucket: a replica in Google Cloud Storage needs one, as in gs://BUCKET/PREFIX");
    }
    if (!isEmulated && !BUCKET.matcher(bucket).matches()) {
      throw new StoreConfigurationException(
          "bucket: a bucket's name has 3 to 222 lower-case letters, digits, '-', '_' and '.'"
              + " (got \"%s\")".formatted(bucket));
    }
    return bucket;
  }

  /** Joined as a path is: empty parts and "." vanish. */
  private static String prefix(String path) {
    String decoded;
    try {
      decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      decoded = path;
    }
    List<String> parts =
        Arrays.stream(decoded.split("/", -1))
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .toList();
    String prefix = parts.isEmpty() ? "" : String.join("/", parts) + "/";
    if (parts.contains("..") || CONTROL.matcher(prefix).find()) {
      throw new StoreConfigurationException(
          "path: a prefix has no \"..\" and no control characters (got \"%s\")"
              .formatted(CONTROL.matcher(decoded).replaceAll("?")));
    }
    int sizeBytes = prefix.getBytes(StandardCharsets.UTF_8).length;
    if (sizeBytes > MAX_PREFIX_BYTES) {
      throw new StoreConfigurationException(
          "path: a prefix has at most %d bytes (got %d)".formatted(MAX_PREFIX_BYTES, sizeBytes));
    }
    return prefix;
  }

  private static URI endpoint(String emulator) {
    String withScheme = emulator.contains("://") ? emulator : "http://" + emulator;
    try {
      URI uri = new URI(withScheme.replaceFirst("(/storage/v1)?/*$", ""));
      if (uri.getHost() != null && uri.getRawPath().isEmpty() && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The same error as for one that lacks a host; the text may hold a password.
    }
    throw new StoreConfigurationException(
        EMULATOR + ": expected HOST:PORT or http://HOST:PORT, found something else");
  }

  private static Optional<Path> keyFile(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(KEY_FILE))
        .filter(path -> !path.isBlank())
        .map(Path::of);
  }

  /** As a URL, for messages. */
  String describe() {
    return "gs://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.replaceFirst("/$", ""));
  }
}
