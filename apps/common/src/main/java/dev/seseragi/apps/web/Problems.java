package dev.seseragi.apps.web;

import dev.seseragi.apps.database.StorageException;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Makes a problem of whatever goes wrong. An application may tell of it in its own way. */
public final class Problems {
  private static final System.Logger LOG = System.getLogger("dev.seseragi.apps.web");

  private Problems() {}

  static void install(RoutesConfig routes) {
    routes.exception(ProblemException.class, (e, context) -> send(context, e.problem()));
    routes.exception(StorageException.class, (e, context) -> send(context, e.problem()));
    routes.exception(
        MethodNotAllowedResponse.class,
        (e, context) ->
            send(
                context,
                Problem.of(
                        405, "method_not_allowed", "this path has no " + context.req().getMethod())
                    .withHeader("Allow", String.join(", ", e.getDetails().values()))));
    routes.exception(
        NotFoundResponse.class,
        (e, context) ->
            send(context, Problem.of(404, "not_found", "there is nothing at this path")));
    routes.exception(
        HttpResponseException.class,
        (e, context) ->
            send(context, Problem.of(e.getStatus(), "refused", String.valueOf(e.getMessage()))));
    routes.exception(Exception.class, Problems::unexpected);
  }

  private static void unexpected(Exception e, Context context) {
    logUnexpected(e, context);
    send(context, Problem.of(500, "internal", "an unexpected error; the request id finds it"));
  }

  /** Logs what nobody has foreseen, with the id of its request. */
  public static void logUnexpected(Exception e, Context context) {
    boolean isOfConnection = e instanceof IOException || e instanceof UncheckedIOException;
    if (isOfConnection && context.res().isCommitted()) {
      // The client went away in the middle of an answer: nobody is there to be told.
      return;
    }
    LOG.log(
        System.Logger.Level.ERROR,
        "request " + context.res().getHeader(WebServer.REQUEST_ID) + " failed unexpectedly",
        e);
  }

  /**
   * Takes back what was prepared, and begins the answer that tells of a problem: its status and its
   * headers. The body is the caller's.
   *
   * @return false if an answer is on its way already: it stays without its end, which its reader
   *     notices
   */
  public static boolean begin(Context context, Problem problem) {
    if (context.res().isCommitted()) {
      return false;
    }
    Body.discard(context);
    context.res().resetBuffer();
    // Else the charset of the type that was set before is added to this one.
    context.res().setContentType(null);
    problem.headers().forEach((name, value) -> context.header(name, value));
    context.status(problem.status());
    return true;
  }

  /** Tells of a problem as programs read it, unless an answer is on its way already. */
  public static void send(Context context, Problem problem) {
    if (begin(context, problem)) {
      context.contentType(Problem.MEDIA_TYPE).result(problem.toJson());
    }
  }

  /** For what Jetty refuses before the application sees it: malformed heads, too large ones. */
  static final class OfJetty extends ErrorHandler {
    private final RequestIds ids;

    OfJetty(RequestIds ids) {
      this.ids = ids;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      int status = Math.max(400, response.getStatus());
      Problem problem = Problem.of(status, "refused", "the request cannot be understood");
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      String sent = request.getHeaders().get(WebServer.REQUEST_ID);
      response.getHeaders().put(WebServer.REQUEST_ID, ids.idFor(sent));
      Content.Sink.write(
          response, true, new String(problem.toJson(), StandardCharsets.UTF_8), callback);
      return true;
    }
  }
}
