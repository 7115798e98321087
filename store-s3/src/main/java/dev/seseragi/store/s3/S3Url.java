package dev.seseragi.store.s3;

import dev.seseragi.store.StoreConfigurationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an {@code s3://} URL.
 *
 * @param host as it stands there; an ARN reaches to the name of the access point
 * @param prefix the keys' prefix, as Litestream makes it of the path
 * @param query by the names of litestream.yml
 */
record S3Url(String host, String prefix, Map<String, String> query) {
  private static final Pattern URL =
      Pattern.compile(
          "s3://(?<host>arn:[^/?]*accesspoint/[^/?]+|[^/?]*)(?<path>[^?]*)(?:\\?(?<query>.*))?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Both spellings that Litestream has of each, without case and hyphens. */
  private static final Map<String, String> KEYS =
      Map.of(
          "endpoint", "endpoint",
          "region", "region",
          "forcepathstyle", "force-path-style",
          "skipverify", "skip-verify",
          "signpayload", "sign-payload",
          "requirecontentmd5", "require-content-md5",
          "storageclass", "storage-class",
          "partsize", "part-size",
          "concurrency", "concurrency");

  static S3Url parse(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new StoreConfigurationException(
          "a replica on S3 has a URL such as s3://BUCKET/PREFIX, found another scheme");
    }
    String host = parts.group("host");
    if (host.contains("@")) {
      throw new StoreConfigurationException(
          "an s3:// URL takes no user and no password before an @. Give the keys as"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or in litestream.yml");
    }
    String query = parts.group("query");
    return new S3Url(
        host, clean(decode(parts.group("path"))), parseQuery(query == null ? "" : query));
  }

  /**
   * What Litestream makes of a path: "" is ".", otherwise one without empty parts, "." and "..",
   * and without a slash at either end.
   */
  private static String clean(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> parts.pollLast();
        default -> parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static Map<String, String> parseQuery(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int end = pair.indexOf('=');
      String name = end < 0 ? pair : pair.substring(0, end);
      String key = KEYS.get(name.replace("-", "").toLowerCase(Locale.ROOT));
      if (key == null) {
        throw new StoreConfigurationException(
            "the query of an s3:// URL has no \"%s\": it takes %s. Keys and secrets go into"
                    .formatted(name, String.join(", ", KEYS.values().stream().sorted().toList()))
                + " the environment or litestream.yml");
      }
      String value = end < 0 ? "" : pair.substring(end + 1);
      if (!value.isEmpty()) {
        values.put(key, decodeQuery(value));
      }
    }
    return values;
  }

  private static String decode(String text) {
    return decodeQuery(text.replace("+", "%2B"));
  }

  private static String decodeQuery(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new StoreConfigurationException(
          "an s3:// URL has a % that two hexadecimal digits do not follow; write it as %25", e);
    }
  }
}
