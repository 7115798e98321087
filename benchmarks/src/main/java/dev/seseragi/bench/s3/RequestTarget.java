package dev.seseragi.bench.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a request is about.
 *
 * @param key the object's; "" for a request to the bucket
 * @param query decoded; "" for what has no value
 */
record RequestTarget(String key, Map<String, String> query) {
  RequestTarget {
    query = Map.copyOf(query);
  }

  /** Reads {@code /BUCKET/KEY?QUERY}. */
  static RequestTarget parse(String target) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    int slash = path.indexOf('/', 1);
    String key = slash < 0 ? "" : path.substring(slash + 1);
    return new RequestTarget(decode(key), mark < 0 ? Map.of() : query(target.substring(mark + 1)));
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /**
   * The folder below a replica's prefix, which is one path part long: {@code 0000} of {@code
   * shop/0000/X}, {@code seseragi} of {@code shop/seseragi/writers/X}. "" where a request is about
   * the whole replica.
   */
  String folder() {
    String name = key.isEmpty() ? query.getOrDefault("prefix", "") : key;
    String[] parts = name.split("/", -1);
    return parts.length > 2 ? parts[1] : "";
  }
}
