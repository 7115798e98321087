package dev.seseragi.apps.users;

import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.process.Rehearsal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The life of the program in short, for the archive of loaded classes: see {@link Rehearsal}. */
final class Training {
  private static final List<String> REQUESTS =
      List.of(
          "GET /readyz",
          "POST /users {\"first_name\":\"Ichiro\",\"last_name\":\"Tanaka\"}",
          "GET /users",
          "GET /users?limit=1",
          "GET /users/1",
          "PUT /users/1 {\"last_name\":null}",
          "DELETE /users/2",
          "GET /users/99",
          "GET /metrics");

  private Training() {}

  /** Lives a few short lives; returns an exit code. */
  static int run(Path folder) throws IOException {
    return Rehearsal.withEachStore(folder, Training::live);
  }

  private static int live(Path database, Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("USERS_DB", database.toString());
    all.put("USERS_SEED", "true");
    UsersSettings settings = UsersSettings.read(all).at("127.0.0.1", 0);
    LogLines log = new LogLines(OutputStream.nullOutputStream(), InstantSource.system());
    UsersService users = new UsersService(settings, log, InstantSource.system());
    Rehearsal.ask(users.start().port(), REQUESTS);
    return users.service().stop();
  }
}
