package dev.seseragi.testkit.gcs;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Google's token endpoint, {@code POST /token}, and the metadata server of a virtual machine,
 * {@code GET /computeMetadata/…/token}.
 */
final class FakeLogin {
  private static final int LIFETIME_SECONDS = 3_600;

  private volatile String token = "ya29.test-token";

  void give(String next) {
    token = next;
  }

  /** Whether a request is one of these. */
  boolean isFor(GcsRequest request) {
    String first = request.path().getFirst();
    return first.equals("token") || first.equals("computeMetadata") || first.isEmpty();
  }

  GcsAnswer answer(GcsRequest request) {
    boolean isMetadata = !request.path().getFirst().equals("token");
    if (isMetadata && !request.header("metadata-flavor").equals("Google")) {
      return GcsAnswer.error(403, "forbidden", "Missing Metadata-Flavor:Google header.");
    }
    JsonObject body = new JsonObject();
    if (request.operation() == GcsOperation.TOKEN) {
      body.addProperty("access_token", token);
      body.addProperty("expires_in", LIFETIME_SECONDS);
      body.addProperty("token_type", "Bearer");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Metadata-Flavor", "Google");
    return new GcsAnswer(200, headers, body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
