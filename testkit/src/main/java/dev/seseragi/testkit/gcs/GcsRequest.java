package dev.seseragi.testkit.gcs;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, as it came.
 *
 * @param path its decoded parts
 * @param headers with names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record GcsRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  static GcsRequest of(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    return new GcsRequest(
        exchange.getRequestMethod(),
        Arrays.stream(exchange.getRequestURI().getRawPath().substring(1).split("/", -1))
            .map(GcsRequest::decode)
            .toList(),
        query(exchange.getRequestURI().getRawQuery()),
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int end = pair.indexOf('=');
        query.put(
            decode(end < 0 ? pair : pair.substring(0, end)),
            end < 0 ? "" : decode(pair.substring(end + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** A parameter of the query; "" if it has none. */
  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  /** A header; "" if it has none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  GcsOperation operation() {
    boolean isUpload = path.getFirst().equals("upload");
    if (isUpload) {
      return uploadOperation();
    }
    boolean isToken = path.getLast().equals("token");
    if (isToken) {
      return GcsOperation.TOKEN;
    }
    return switch (path.size()) {
      case 5 -> method.equals("GET") ? GcsOperation.LIST : GcsOperation.OTHER;
      case 6 -> objectOperation();
      default -> GcsOperation.OTHER;
    };
  }

  private GcsOperation uploadOperation() {
    if (!query.containsKey("upload_id")) {
      return parameter("uploadType").equals("resumable")
          ? GcsOperation.START_SESSION
          : GcsOperation.UPLOAD;
    }
    return header("content-range").startsWith("bytes */")
        ? GcsOperation.SESSION_STATUS
        : GcsOperation.CHUNK;
  }

  private GcsOperation objectOperation() {
    return switch (method) {
      case "DELETE" -> GcsOperation.DELETE;
      case "GET" -> parameter("alt").equals("media") ? GcsOperation.READ : GcsOperation.STAT;
      default -> GcsOperation.OTHER;
    };
  }
}
