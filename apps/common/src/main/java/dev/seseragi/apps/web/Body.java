package dev.seseragi.apps.web;

import dev.seseragi.apps.json.Json;
import dev.seseragi.apps.json.JsonException;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a request, never read beyond its bound. */
public final class Body {
  /** The largest body, in bytes. */
  public static final int MAX_BYTES = 64 << 10;

  /**
   * As much of a body as is read and thrown away before a refusal, in bytes. Whoever closes a
   * connection with bytes of the request still unread may take the answer away from the client,
   * which is busy sending: it sees a connection that broke.
   */
  private static final int MAX_DISCARDED_BYTES = 1 << 20;

  /** What a bare {@code curl -d} says of whatever it sends. */
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final Set<String> JSON = Set.of("application/json", "text/json");

  private Body() {}

  /**
   * The body as JSON: what {@link Json#read} gives.
   *
   * @throws ProblemException 415 if it is declared as something else, 413 if it is too large, 400
   *     if it is not JSON, 408 if it does not arrive
   */
  public static @Nullable Object json(Context context) {
    demandJson(context.contentType());
    try {
      return Json.read(bytes(context));
    } catch (JsonException e) {
      throw new ProblemException(
          Problem.of(400, "bad_json", "the body is not JSON: " + e.getMessage()));
    }
  }

  private static void demandJson(@Nullable String contentType) {
    if (contentType == null || contentType.isBlank()) {
      return;
    }
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean isJson =
        JSON.contains(type) || (type.startsWith("application/") && type.endsWith("+json"));
    if (!isJson && !type.equals(FORM)) {
      throw new ProblemException(
          Problem.of(415, "unsupported_media_type", "the body must be sent as application/json"));
    }
  }

  /**
   * The body as it is.
   *
   * @throws ProblemException 413 if it is too large, 408 if it does not arrive
   */
  public static byte[] bytes(Context context) {
    if (context.req().getContentLengthLong() > MAX_BYTES) {
      throw tooLarge();
    }
    try (InputStream in = context.req().getInputStream()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(408, "request_timeout", "the body did not arrive")
              .withHeader("Connection", "close"));
    }
  }

  private static ProblemException tooLarge() {
    return new ProblemException(
        Problem.of(413, "too_large", "a body has at most " + MAX_BYTES + " bytes")
            .withHeader("Connection", "close"));
  }

  /**
   * Reads what is left of the body, so that the answer to it arrives. Nothing is read of a body
   * that says that it is larger than 1 MiB, or that waits to be asked for.
   */
  static void discard(Context context) {
    if (context.req().getContentLengthLong() > MAX_DISCARDED_BYTES
        || context.header("Expect") != null) {
      return;
    }
    try {
      context.req().getInputStream().skipNBytes(MAX_DISCARDED_BYTES);
    } catch (IOException e) {
      // It has ended, or does not arrive: nothing more can be done for the answer.
    }
  }
}
