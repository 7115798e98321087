package dev.seseragi.apps.problem;

import dev.seseragi.apps.json.JsonWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal.
 *
 * @param status of HTTP, 400 … 599
 * @param code for programs, such as {@code not_found}
 * @param detail for people
 * @param errors messages for each wrong field, in their order; empty if it is not about fields
 * @param more further members, of what {@link JsonWriter#any} takes
 * @param headers of the answer
 */
public record Problem(
    int status,
    String code,
    String detail,
    Map<String, List<String>> errors,
    Map<String, Object> more,
    Map<String, String> headers) {
  /** What it is sent as. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final int LEAST = 400;
  private static final int MOST = 599;

  /** Checks the status. */
  public Problem {
    if (status < LEAST || status > MOST) {
      throw new IllegalArgumentException("a problem's status is 400 to 599, found " + status);
    }
    errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    headers = Map.copyOf(headers);
  }

  /** A problem without fields. */
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, Map.of(), Map.of(), Map.of());
  }

  /** Wrong fields, all of them together: status 422, code {@code validation}. */
  public static Problem validation(String detail, Map<String, List<String>> errors) {
    return new Problem(422, "validation", detail, errors, Map.of(), Map.of());
  }

  /** The same with one more header. */
  public Problem withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Problem(status, code, detail, errors, more, all);
  }

  /** The same, with the advice to come again after some seconds. */
  public Problem retryAfter(int seconds) {
    return withHeader("Retry-After", String.valueOf(seconds));
  }

  /** The same with one more member. */
  public Problem with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(more);
    all.put(name, value);
    return new Problem(status, code, detail, errors, all, headers);
  }

  /** What is sent. */
  public byte[] toJson() {
    JsonWriter json = new JsonWriter().beginObject();
    json.field("type", "about:blank").field("title", title(status)).field("status", status);
    json.field("code", code).field("detail", detail);
    if (!errors.isEmpty()) {
      json.name("errors").any(errors);
    }
    more.forEach((name, value) -> json.name(name).any(value));
    return json.endObject().toBytes();
  }

  /** The words of HTTP (RFC 9110) for those that are used here. */
  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> status < 500 ? "Client Error" : "Server Error";
    };
  }
}
