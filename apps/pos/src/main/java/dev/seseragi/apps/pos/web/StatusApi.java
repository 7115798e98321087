package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.json.JsonWriter;
import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.live.Changes;
import dev.seseragi.apps.pos.live.Moment;
import dev.seseragi.apps.pos.storage.StorageState;
import dev.seseragi.apps.pos.storage.StorageWatch;
import dev.seseragi.apps.web.Routes;
import dev.seseragi.jdbc.SeseragiStatus;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How the application fares, and, for tests, the playing of states that are hard to bring about.
 */
final class StatusApi {
  private final Database database;
  private final Changes changes;
  private final StorageWatch watch;
  private final InstantSource clock;

  StatusApi(Database database, Changes changes, StorageWatch watch, InstantSource clock) {
    this.database = database;
    this.changes = changes;
    this.watch = watch;
    this.clock = clock;
  }

  void addTo(Routes routes, boolean hasTestHooks) {
    routes.at("/api/status", it -> it.get(this::status));
    if (hasTestHooks) {
      routes.at("/api/test/storage", it -> it.post(this::play));
    }
  }

  private void status(Context context) {
    Moment moment = changes.now();
    StorageState state = watch.state();
    Duration lag = database.status().map(SeseragiStatus::oldestUnconfirmed).orElse(Duration.ZERO);
    JsonWriter json = new JsonWriter().beginObject();
    json.field("writable", state.isWriter());
    json.field("durable", state == StorageState.OK);
    json.field("mode", database.mode());
    json.field("lag_ms", lag.toMillis());
    json.field("epoch", moment.epoch()).field("seq", moment.seq());
    json.field("time", Times.kept(clock.instant()));
    json.field("build", changes.build());
    Answers.json(context, json.endObject());
  }

  private void play(Context context) {
    Object state = Requests.object(context).get("state");
    watch.play(
        switch (String.valueOf(state)) {
          case "ok" -> Optional.empty();
          case "unavailable" -> Optional.of(StorageState.UNAVAILABLE);
          case "fenced" -> Optional.of(StorageState.READ_ONLY);
          default -> throw Requests.invalid(422, "validation");
        });
    context.status(204);
  }
}
