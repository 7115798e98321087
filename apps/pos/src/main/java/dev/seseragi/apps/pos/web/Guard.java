package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.login.Doorkeeper;
import dev.seseragi.apps.pos.login.Doorkeeper.Decision;
import dev.seseragi.apps.pos.storage.StorageState;
import dev.seseragi.apps.pos.storage.StorageWatch;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.WebServer;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** What every request passes first: headers against attacks, whose page it comes from, its role. */
final class Guard {
  private static final String POLICY =
      "default-src 'self'; img-src 'self' https: http: data:; frame-ancestors 'none'";
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private final Doorkeeper doorkeeper;
  private final StorageWatch watch;

  Guard(Doorkeeper doorkeeper, StorageWatch watch) {
    this.doorkeeper = doorkeeper;
    this.watch = watch;
  }

  void check(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("Referrer-Policy", "same-origin");
    if (watch.state() != StorageState.OK && Requests.isRead(context)) {
      // Every page says that it may run ahead; a blank one would help nobody.
      context.attribute(WebServer.UNGATED, true);
    }
    if (!Requests.isRead(context) && isForeign(context)) {
      throw new ProblemException(Problem.of(403, "cross_site", "ほかのサイトからは操作できません"));
    }
    if (context.path().equals("/readyz") && watch.state() != StorageState.OK) {
      throw new ProblemException(Problem.of(503, "not_ready", "the storage is " + watch.state()));
    }
    admit(context);
  }

  private static boolean isForeign(Context context) {
    String site = context.header("Sec-Fetch-Site");
    if (site != null) {
      return !OWN_SITE.contains(site);
    }
    String origin = context.header("Origin");
    return origin != null && !isOwn(origin, String.valueOf(context.header("Host")));
  }

  private static boolean isOwn(String origin, String host) {
    try {
      return host.equals(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void admit(Context context) {
    Decision decision =
        doorkeeper.decide(Requests.visitor(context), context.req().getMethod(), context.path());
    switch (decision) {
      case Decision.Pass(var role) -> Requests.setRole(context, role);
      case Decision.TooOften() ->
          throw new ProblemException(Problem.of(429, "too_many_attempts", Login.TOO_OFTEN));
      case Decision.Forbidden(var role) -> {
        Requests.setRole(context, Optional.of(role));
        throw new ProblemException(Problem.of(403, "forbidden", "権限がありません"));
      }
      case Decision.Unknown() -> unknown(context);
    }
  }

  private static void unknown(Context context) {
    if (Requests.isProgram(context) || !Requests.isRead(context)) {
      throw new ProblemException(
          Problem.of(401, "login_required", "ログインしてください").withHeader("WWW-Authenticate", "Bearer"));
    }
    String query = context.queryString() == null ? "" : "?" + context.queryString();
    String to = URLEncoder.encode(context.path() + query, StandardCharsets.UTF_8);
    context.redirect("/login?to=" + to);
    context.skipRemainingHandlers();
  }
}
