package dev.seseragi.apps.users;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.process.Service;
import dev.seseragi.apps.web.Routes;
import dev.seseragi.apps.web.WebServer;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Puts the parts together. */
final class UsersService {
  private final UsersSettings settings;
  private final Service service;

  UsersService(UsersSettings settings, LogLines log, InstantSource clock) {
    this.settings = settings;
    Database database = new Database(settings.database());
    UsersApi api = new UsersApi(database, clock, new SecureRandom());
    this.service =
        new Service(
            database,
            () ->
                WebServer.start(
                    settings.web(),
                    database,
                    log,
                    text -> {},
                    config -> api.addTo(new Routes(config.routes))),
            log);
  }

  /** Runs when this returns. */
  WebServer start() {
    return service.start(
        Schema.MIGRATIONS,
        opened -> {
          if (settings.seeds()) {
            var _ = Schema.seed(opened);
          }
        });
  }

  Service service() {
    return service;
  }
}
