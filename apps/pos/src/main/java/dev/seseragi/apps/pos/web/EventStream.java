package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.live.Changes;
import dev.seseragi.apps.pos.live.Subscription;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.Routes;
import dev.seseragi.apps.web.WebServer;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Server-sent events. A stream keeps a virtual thread, which mostly waits. */
final class EventStream {
  private final Changes changes;

  EventStream(Changes changes) {
    this.changes = changes;
  }

  void addTo(Routes routes) {
    routes.at("/events", it -> it.get(this::stream));
  }

  private void stream(Context context) throws InterruptedException {
    String last = context.header("Last-Event-ID");
    Subscription subscription;
    try {
      subscription = changes.subscribe(last == null ? "" : last);
    } catch (IllegalStateException e) {
      throw new ProblemException(
          Problem.of(503, "busy", String.valueOf(e.getMessage())).retryAfter(1));
    }
    // Only what is durable comes through here.
    context.attribute(WebServer.UNGATED, true);
    HttpServletResponse response = context.res();
    response.setContentType("text/event-stream;charset=utf-8");
    response.setHeader("X-Accel-Buffering", "no");
    try {
      subscription.writeTo(response.getOutputStream());
    } catch (IOException gone) {
      // Clients leave by leaving: there is nobody to tell, and nothing to be told.
      return;
    }
  }
}
