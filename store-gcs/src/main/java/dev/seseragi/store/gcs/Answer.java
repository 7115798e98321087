package dev.seseragi.store.gcs;

import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What the server answered.
 *
 * @param body to be read and closed by whoever has it
 */
record Answer(int status, HttpHeaders headers, InputStream body, String text) {
  /** The request may work when it is sent again; whether it was applied is not known. */
  private static final Set<Integer> TRANSIENT = Set.of(408, 409, 429, 500, 502, 503, 504);

  /** Limits that Google also reports as 403. */
  private static final Set<String> RATE_LIMITS =
      Set.of("rateLimitExceeded", "userRateLimitExceeded");

  static Answer whole(int status, HttpHeaders headers, byte[] body) {
    return new Answer(
        status, headers, InputStream.nullInputStream(), new String(body, StandardCharsets.UTF_8));
  }

  static Answer stream(int status, HttpHeaders headers, InputStream body) {
    return new Answer(status, headers, body, "");
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isTransient() {
    return TRANSIENT.contains(status)
        || (status == 403 && RATE_LIMITS.contains(GcsError.of(text).reason()));
  }
}
