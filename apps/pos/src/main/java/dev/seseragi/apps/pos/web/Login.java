package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.login.Doorkeeper;
import dev.seseragi.apps.pos.login.Doorkeeper.Entry;
import dev.seseragi.apps.pos.login.Role;
import dev.seseragi.apps.pos.login.Sessions;
import dev.seseragi.apps.pos.view.Screen;
import dev.seseragi.apps.web.Routes;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Map;

/** Logging in and out. */
final class Login {
  static final String TOO_OFTEN = "しばらくしてからお試しください";

  private final Doorkeeper doorkeeper;
  private final Shells shells;
  private final Answers answers;

  Login(Doorkeeper doorkeeper, Shells shells, Answers answers) {
    this.doorkeeper = doorkeeper;
    this.shells = shells;
    this.answers = answers;
  }

  void addTo(Routes routes) {
    routes.at("/login", it -> it.get(this::page).post(this::enter));
    routes.at("/logout", it -> it.post(Login::leave));
  }

  private void page(Context context) {
    show(context, Requests.query(context, "to"), "");
  }

  private void show(Context context, String to, String error) {
    answers.page(
        context,
        "login",
        Map.of("shell", shells.of(context, Screen.LOGIN), "to", to, "error", error));
  }

  private void enter(Context context) {
    Map<String, String> form = Requests.form(context);
    String to = form.getOrDefault("to", "");
    String pin = form.getOrDefault("pin", "").strip();
    switch (doorkeeper.enter(context.req().getRemoteAddr(), pin)) {
      case Entry.Welcome(var role, var session) -> {
        context.cookie(cookie(context, session, (int) Sessions.LIFE.toSeconds()));
        context.redirect(target(to, role));
      }
      case Entry.Wrong() -> {
        context.status(401);
        show(context, to, "暗証番号が違います");
      }
      case Entry.TooOften() -> {
        context.status(429);
        show(context, to, TOO_OFTEN);
      }
    }
  }

  /** Only pages of this application, and only those that the role may open. */
  private static String target(String to, Role role) {
    String path = to.split("\\?", 2)[0];
    boolean isOwn = path.startsWith("/") && !path.startsWith("//") && !path.contains("\\");
    boolean isOpen = path.equals("/call") || role.allows("GET", path);
    return isOwn && isOpen ? to : role.firstPage();
  }

  private static void leave(Context context) {
    context.cookie(cookie(context, "", 0));
    context.redirect("/login");
  }

  private static Cookie cookie(Context context, String value, int maxAgeSeconds) {
    boolean isSecure =
        context.req().isSecure() || "https".equals(context.header("X-Forwarded-Proto"));
    Cookie cookie = new Cookie(Requests.SESSION, value);
    cookie.setPath("/");
    cookie.setMaxAge(maxAgeSeconds);
    cookie.setHttpOnly(true);
    cookie.setSecure(isSecure);
    cookie.setSameSite(SameSite.LAX);
    return cookie;
  }
}
