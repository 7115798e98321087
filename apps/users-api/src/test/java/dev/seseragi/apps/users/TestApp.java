package dev.seseragi.apps.users;

import dev.seseragi.apps.database.DatabaseSettings;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.testkit.HttpProbe;
import dev.seseragi.jdbc.Mode;
import dev.seseragi.jdbc.ReplicaTarget;
import dev.seseragi.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The program in this JVM, on a free port, and a client of it. */
final class TestApp implements AutoCloseable {
  private final UsersService service;
  private final HttpProbe probe;
  private final ByteArrayOutputStream log;

  private TestApp(UsersService service, HttpProbe probe, ByteArrayOutputStream log) {
    this.service = service;
    this.probe = probe;
    this.log = log;
  }

  /** A clock that stands still until it is moved. */
  static final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2025-05-06T23:38:30.072Z");

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration duration) {
      now = now.plus(duration);
    }
  }

  static TestApp local(Path folder, String... variables) {
    return start(folder, InstantSource.system(), variables);
  }

  /**
   * Starts.
   *
   * @param variables names and values in turn
   */
  static TestApp start(Path folder, InstantSource clock, String... variables) {
    Map<String, String> environment = new HashMap<>();
    environment.put("USERS_DB", folder.resolve("users.db").toString());
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return start(environment, clock);
  }

  static TestApp start(Map<String, String> environment, InstantSource clock) {
    UsersSettings read = UsersSettings.read(environment);
    return start(read.database(), read, clock);
  }

  /** With a store of the test's own. */
  static TestApp durable(Path folder, ObjectStore store, Duration wait, int maxWaiting) {
    DatabaseSettings database =
        new DatabaseSettings(
            folder.resolve("users.db"),
            new ReplicaTarget.Store(store),
            Mode.DURABLE,
            wait,
            Duration.ofMillis(300),
            maxWaiting,
            false,
            Optional.empty());
    return start(database, UsersSettings.read(Map.of()), InstantSource.system());
  }

  static TestApp start(DatabaseSettings database, UsersSettings read, InstantSource clock) {
    UsersSettings settings =
        new UsersSettings(database, read.web().at("127.0.0.1", 0), read.seeds());
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    UsersService service = new UsersService(settings, new LogLines(log, clock), clock);
    return new TestApp(service, new HttpProbe(service.start().port()), log);
  }

  HttpProbe probe() {
    return probe;
  }

  UsersService service() {
    return service;
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    probe.close();
    var _ = service.service().stop();
  }
}
