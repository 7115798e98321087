package dev.seseragi.testkit.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** One HTTP answer. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record GcsAnswer(int status, Map<String, String> headers, byte[] body) {
  /** Statuses that have no body. */
  private static final Set<Integer> EMPTY = Set.of(204, 308, 499);

  static GcsAnswer json(int status, JsonObject body) {
    return new GcsAnswer(
        status,
        Map.of("Content-Type", "application/json; charset=UTF-8"),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  static GcsAnswer empty(int status, Map<String, String> headers) {
    return new GcsAnswer(status, headers, new byte[0]);
  }

  /** An error as the JSON API words it. */
  static GcsAnswer error(int status, String reason, String message) {
    if (EMPTY.contains(status)) {
      return empty(status, Map.of());
    }
    JsonObject detail = new JsonObject();
    detail.addProperty("message", message);
    detail.addProperty("domain", "global");
    detail.addProperty("reason", reason);
    JsonArray details = new JsonArray();
    details.add(detail);
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", message);
    error.add("errors", details);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return json(status, body);
  }

  /** An error as a media download words it: plain text. */
  static GcsAnswer mediaError(int status, String message) {
    return new GcsAnswer(
        status,
        Map.of("Content-Type", "text/html; charset=UTF-8"),
        message.getBytes(StandardCharsets.UTF_8));
  }

  static GcsAnswer of(int status) {
    return switch (status) {
      case 401 -> error(401, "authError", "Invalid Credentials");
      case 403 -> error(403, "forbidden", "Access denied.");
      case 429 ->
          error(
              429,
              "rateLimitExceeded",
              "The object exceeded the rate limit for object mutation operations (create, update,"
                  + " and delete). Please reduce your request rate.");
      default -> error(status, "backendError", "We encountered an internal error. Try again.");
    };
  }

  static GcsAnswer conditionNotMet() {
    return error(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static GcsAnswer noSuchBucket() {
    return error(404, "notFound", "The specified bucket does not exist.");
  }

  static GcsAnswer denied(String account, GcsPermission permission) {
    return error(
        403,
        "forbidden",
        ("%s does not have %s access to the Google Cloud Storage object. Permission '%2$s' denied"
                + " on resource (or it may not exist).")
            .formatted(account, permission.id()));
  }
}
