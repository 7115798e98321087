package dev.seseragi.apps.users;

import dev.seseragi.apps.database.DatabaseSettings;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.process.ExitCode;
import dev.seseragi.apps.process.Rehearsal;
import dev.seseragi.apps.web.WebSettings;
import dev.seseragi.apps.web.WebSettings.AccessLog;
import dev.seseragi.jdbc.Mode;
import dev.seseragi.jdbc.ReplicaTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The life of the program in short, for the archive of loaded classes: see {@link Rehearsal}. */
final class Training {
  private static final Duration WAIT = Duration.ofSeconds(10);
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

  /** Lives twice, the second time from a replica; returns an exit code. */
  static int run(Path folder) throws IOException {
    String url = "file://" + folder.toAbsolutePath().resolve("replica");
    int first = live(folder.resolve("first.db"), url);
    int second = live(folder.resolve("second.db"), url);
    return first == ExitCode.OK ? second : first;
  }

  private static int live(Path file, String url) throws IOException {
    UsersSettings settings =
        new UsersSettings(
            new DatabaseSettings(
                file, new ReplicaTarget.Url(url, Map.of()), Mode.DURABLE, WAIT, WAIT, 100, false),
            new WebSettings("127.0.0.1", 0, AccessLog.ALL, WAIT, Optional.empty()),
            true);
    LogLines log = new LogLines(OutputStream.nullOutputStream(), InstantSource.system());
    UsersService users = new UsersService(settings, log, InstantSource.system());
    Rehearsal.ask(users.start().port(), REQUESTS);
    return users.service().stop();
  }
}
