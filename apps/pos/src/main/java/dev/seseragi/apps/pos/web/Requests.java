package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.field.Given;
import dev.seseragi.apps.pos.login.Doorkeeper.Visitor;
import dev.seseragi.apps.pos.login.Role;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.Body;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads requests. */
final class Requests {
  /** The name of the cookie. */
  static final String SESSION = "pos_session";

  private static final String ROLE = "pos.role";
  static final String INVALID = "不正なリクエストです";
  private static final String FORM = "application/x-www-form-urlencoded";

  private Requests() {}

  static boolean isProgram(Context context) {
    String path = context.path();
    return path.startsWith("/api/")
        || path.startsWith("/export/")
        || path.equals("/events")
        || path.endsWith("/live")
        || context.header("HX-Request") != null;
  }

  static boolean isRead(Context context) {
    String method = context.req().getMethod();
    return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
  }

  static Visitor visitor(Context context) {
    return new Visitor(
        context.req().getRemoteAddr(), context.cookie(SESSION), context.header("Authorization"));
  }

  static void setRole(Context context, Optional<Role> role) {
    role.ifPresent(one -> context.attribute(ROLE, one));
  }

  static Optional<Role> role(Context context) {
    return Optional.ofNullable(context.attribute(ROLE));
  }

  /**
   * The id in the path.
   *
   * @param unknown what is thrown if it is none
   */
  static long id(Context context, Supplier<ProblemException> unknown) {
    try {
      return Long.parseLong(context.pathParam("id"));
    } catch (NumberFormatException e) {
      throw unknown.get();
    }
  }

  /** A request that no screen sends. */
  static ProblemException invalid(int status, String code) {
    return new ProblemException(Problem.of(status, code, INVALID));
  }

  /** The body as a JSON object. */
  static Map<?, ?> object(Context context) {
    if (!isJson(context)) {
      throw invalid(415, "unsupported_media_type");
    }
    if (body(context, Body::json) instanceof Map<?, ?> object) {
      return object;
    }
    throw invalid(400, "bad_json");
  }

  /** What is wrong with a body is said in the language of the screens. */
  private static <T extends @Nullable Object> T body(Context context, Function<Context, T> read) {
    try {
      return read.apply(context);
    } catch (ProblemException e) {
      Problem problem = e.problem();
      throw new ProblemException(
          new Problem(
              problem.status(),
              problem.code(),
              INVALID,
              problem.errors(),
              problem.more(),
              problem.headers()));
    }
  }

  private static boolean isJson(Context context) {
    String type = context.contentType();
    return type == null
        || type.isBlank()
        || type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  /** The body as a form; of a name that is there twice the last one counts. */
  static Map<String, String> form(Context context) {
    String type = context.contentType();
    if (type == null || !type.startsWith(FORM)) {
      throw invalid(415, "unsupported_media_type");
    }
    Map<String, String> form = new HashMap<>();
    String body = new String(body(context, Body::bytes), StandardCharsets.UTF_8);
    for (String pair : List.of(body.split("&", -1))) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(decode(parts[0]), decode(parts[1]));
      }
    }
    return form;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid(400, "bad_request");
    }
  }

  static Given typed(Map<String, String> form, String name) {
    return Given.typed(form.get(name));
  }

  static String query(Context context, String name) {
    @Nullable String value = context.queryParam(name);
    return value == null ? "" : value;
  }
}
