package dev.seseragi.store.gcs;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * One request of the JSON API.
 *
 * @param body its parts, one behind the other; none for a request without a body
 * @param isAuthorized whether it carries credentials; the URI of an upload session is one itself
 */
record Call(
    String method, URI uri, Map<String, String> headers, List<byte[]> body, boolean isAuthorized) {
  static Call get(URI uri, Map<String, String> headers) {
    return new Call("GET", uri, headers, List.of(), true);
  }

  static Call delete(URI uri) {
    return new Call("DELETE", uri, Map.of(), List.of(), true);
  }

  static Call post(URI uri, String contentType, List<byte[]> body) {
    return new Call("POST", uri, Map.of("Content-Type", contentType), body, true);
  }

  /** Bytes of an upload, or a question about it, to its session. */
  static Call toSession(URI session, Map<String, String> headers, List<byte[]> body) {
    return new Call("PUT", session, headers, body, false);
  }
}
