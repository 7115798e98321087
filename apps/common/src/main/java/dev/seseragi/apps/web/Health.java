package dev.seseragi.apps.web;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.json.JsonWriter;
import dev.seseragi.apps.metrics.Exposition;
import dev.seseragi.apps.metrics.RequestMetrics;
import dev.seseragi.jdbc.SeseragiStatus;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What operators ask: alive, ready, how much. Neither needs rights, nor waits for anything. */
final class Health {
  /** Answered also while the database is not open. */
  static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/metrics");

  private final Database database;
  private final RequestMetrics requests;
  private final Consumer<Exposition> more;

  Health(Database database, RequestMetrics requests, Consumer<Exposition> more) {
    this.database = database;
    this.requests = requests;
    this.more = more;
  }

  void addTo(Routes routes) {
    routes.at("/healthz", methods -> methods.get(Health::alive));
    routes.at("/readyz", methods -> methods.get(this::ready));
    routes.at("/metrics", methods -> methods.get(this::metrics));
  }

  private static void alive(Context context) {
    context.result(new JsonWriter().beginObject().field("alive", true).endObject().toBytes());
  }

  private void ready(Context context) {
    Optional<String> reason = database.unreadyReason();
    JsonWriter json = new JsonWriter().beginObject().field("ready", reason.isEmpty());
    reason.ifPresent(words -> json.field("reason", words));
    Optional<SeseragiStatus> status = database.status();
    json.field("mode", database.mode());
    json.field(
        "lag_ms", status.map(SeseragiStatus::oldestUnconfirmed).orElse(Duration.ZERO).toMillis());
    context.status(reason.isEmpty() ? 200 : 503).result(json.endObject().toBytes());
  }

  private void metrics(Context context) {
    Exposition text = new Exposition();
    requests.write(text);
    text.gauge("ready", "1 if the service is ready", database.unreadyReason().isEmpty() ? 1 : 0);
    database.write(text);
    more.accept(text);
    context.contentType(Exposition.MEDIA_TYPE).result(text.toString());
  }
}
