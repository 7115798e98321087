package dev.seseragi.apps.database;

import dev.seseragi.apps.settings.Settings;
import dev.seseragi.jdbc.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the database is, and what its writes promise.
 *
 * @param file the local database
 * @param replicaUrl such as {@code s3://bucket/shop}; empty for a plain local database
 * @param environment what the store reads its credentials from
 * @param mode whether a write is answered when the store has it
 * @param durableWait how long a write, or an answer that may show one, waits for the store
 * @param maxLag a commit that the store has not confirmed for longer makes the service unready
 * @param maxWaitingWrites so many writes may be under way or wait; more are refused
 * @param dropsLocal whether the local file is removed before the start, so that the replica alone
 *     counts
 */
public record DatabaseSettings(
    Path file,
    Optional<String> replicaUrl,
    Map<String, String> environment,
    Mode mode,
    Duration durableWait,
    Duration maxLag,
    int maxWaitingWrites,
    boolean dropsLocal) {
  private static final String REPLICA_URL = "SESERAGI_REPLICA_URL";
  private static final String MODE = "SESERAGI_MODE";
  private static final Duration DURABLE_WAIT = Duration.ofSeconds(5);
  private static final Duration MAX_LAG = Duration.ofSeconds(10);
  private static final int MAX_WAITING_WRITES = 512;
  private static final int MOST_WAITING_WRITES = 10_000;

  /** Copies. */
  public DatabaseSettings {
    environment = Map.copyOf(environment);
  }

  /**
   * Reads {@code …DB}, {@code …DURABLE_WAIT_MS}, {@code …MAX_LAG_MS}, {@code …MAX_WAITING_WRITES},
   * {@code …DROP_LOCAL}, {@code SESERAGI_REPLICA_URL} and {@code SESERAGI_MODE}.
   *
   * @param prefix such as {@code USERS_}
   */
  public static DatabaseSettings read(Settings settings, String prefix, String defaultFile) {
    String drop = prefix + "DROP_LOCAL";
    DatabaseSettings read =
        new DatabaseSettings(
            Path.of(settings.text(prefix + "DB", defaultFile)),
            settings.text(REPLICA_URL),
            settings.environment(),
            Mode.valueOf(
                settings
                    .oneOf(MODE, "durable", List.of("durable", "async"))
                    .toUpperCase(java.util.Locale.ROOT)),
            settings.millis(prefix + "DURABLE_WAIT_MS", DURABLE_WAIT),
            settings.millis(prefix + "MAX_LAG_MS", MAX_LAG),
            settings.number(
                prefix + "MAX_WAITING_WRITES", MAX_WAITING_WRITES, 1, MOST_WAITING_WRITES),
            settings.flag(drop, false));
    if (read.dropsLocal() && read.replicaUrl().isEmpty()) {
      settings.wrong(drop, "false, or " + REPLICA_URL + " set", "true without a replica");
    }
    return read;
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "%s, %s".formatted(file, replicaUrl.isPresent() ? "replicated " + mode : "local");
  }
}
