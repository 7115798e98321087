package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.database.StorageException;
import dev.seseragi.apps.pos.storage.StorageState;
import dev.seseragi.apps.pos.view.ErrorView;
import dev.seseragi.apps.pos.view.Screen;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.Problems;
import dev.seseragi.apps.web.WebServer;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Map;

/** What goes wrong, as a page for people and as a problem for programs. */
final class Failures {
  private static final String NO_PAGE = "ページが見つかりません";
  private static final String UNEXPECTED = "エラーが発生しました";
  private static final int SERVER_ERROR = 500;

  private final Shells shells;
  private final Answers answers;

  Failures(Shells shells, Answers answers) {
    this.shells = shells;
    this.answers = answers;
  }

  void addTo(RoutesConfig routes) {
    routes.exception(ProblemException.class, (e, context) -> send(context, e.problem()));
    routes.exception(
        StorageException.class, (e, context) -> send(context, StorageState.problemOf(e)));
    routes.exception(
        NotFoundResponse.class,
        (e, context) -> send(context, Problem.of(404, "not_found", NO_PAGE)));
    routes.exception(Exception.class, this::unexpected);
  }

  private void unexpected(Exception e, Context context) {
    Problems.logUnexpected(e, context);
    send(context, Problem.of(SERVER_ERROR, "internal", UNEXPECTED));
  }

  private void send(Context context, Problem problem) {
    if (Requests.isProgram(context) || WebServer.isProbe(context)) {
      Problems.send(context, problem);
    } else if (Problems.begin(context, problem)) {
      page(context, problem);
    }
  }

  private void page(Context context, Problem problem) {
    String title =
        switch (problem.status()) {
          case 404 -> NO_PAGE;
          case 403 -> problem.detail();
          default -> UNEXPECTED;
        };
    String text = problem.detail().equals(title) ? "" : problem.detail();
    String id =
        problem.status() >= SERVER_ERROR
            ? String.valueOf(context.res().getHeader(WebServer.REQUEST_ID))
            : "";
    answers.page(
        context,
        "error",
        Map.of(
            "shell",
            shells.of(context, Screen.ERROR).titled(title),
            "view",
            new ErrorView(title, text, id)));
  }
}
