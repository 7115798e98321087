package dev.seseragi.testkit.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The head of a request as the client sent it.
 *
 * @param method such as {@code PUT}
 * @param target path and query, encoded as on the wire
 * @param headers by lower-case name; values of the same name are joined with {@code ", "}
 */
public record WireRequest(String method, String target, Map<String, String> headers) {
  /** Copies the headers. */
  public WireRequest {
    headers = Map.copyOf(headers);
  }

  /** The value of a header; "" if the request has none of that name. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** Whether the method is one of these. */
  public boolean is(String... methods) {
    return List.of(methods).contains(method);
  }

  /** Without headers, which may hold a signature. */
  @Override
  public String toString() {
    return method + " " + target;
  }
}
