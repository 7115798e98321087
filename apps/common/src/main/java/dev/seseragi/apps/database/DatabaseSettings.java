package dev.seseragi.apps.database;

import dev.seseragi.apps.settings.Settings;
import dev.seseragi.jdbc.Mode;
import dev.seseragi.jdbc.ReplicaTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the database is, and what its writes promise.
 *
 * @param file the local database
 * @param replica where it is kept; {@code None} for a plain local database
 * @param mode whether a write is answered when the store has it
 * @param durableWait how long a write, or an answer that may show one, waits for the store
 * @param maxLag a commit that the store has not confirmed for longer makes the service unready
 * @param maxWaitingWrites so many writes may be under way or wait; more are refused
 * @param dropsLocal whether the local file is removed before the start, so that the replica alone
 *     counts
 * @param proofInterval how often it is proven that the replica can be restored; empty for never
 */
public record DatabaseSettings(
    Path file,
    ReplicaTarget replica,
    Mode mode,
    Duration durableWait,
    Duration maxLag,
    int maxWaitingWrites,
    boolean dropsLocal,
    Optional<Duration> proofInterval) {
  private static final String REPLICA_URL = "SESERAGI_REPLICA_URL";

  /** What containers that were made for Litestream have. */
  private static final String BUCKET = "LITESTREAM_BUCKET";

  private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,221}");
  private static final String MODE = "SESERAGI_MODE";
  private static final Duration DURABLE_WAIT = Duration.ofSeconds(5);
  private static final Duration MAX_LAG = Duration.ofSeconds(10);
  private static final int MAX_WAITING_WRITES = 512;
  private static final int MOST_WAITING_WRITES = 10_000;
  private static final int MOST_PROOF_MINUTES = 10_080;

  /** The same kept somewhere else. */
  public DatabaseSettings withReplica(ReplicaTarget other) {
    return new DatabaseSettings(
        file, other, mode, durableWait, maxLag, maxWaitingWrites, dropsLocal, proofInterval);
  }

  /** Whether it is kept anywhere else than here. */
  public boolean isReplicated() {
    return !(replica instanceof ReplicaTarget.None);
  }

  /**
   * Reads {@code …DB}, {@code …DURABLE_WAIT_MS}, {@code …MAX_LAG_MS}, {@code …MAX_WAITING_WRITES},
   * {@code …DROP_LOCAL}, {@code …PROOF_MIN}, {@code SESERAGI_REPLICA_URL} or {@code
   * LITESTREAM_BUCKET}, and {@code SESERAGI_MODE}.
   *
   * @param prefix such as {@code USERS_}
   */
  public static DatabaseSettings read(Settings settings, String prefix, String defaultFile) {
    Path file = Path.of(settings.text(prefix + "DB", defaultFile));
    Optional<String> url = settings.text(REPLICA_URL).or(() -> urlInBucket(settings, file));
    String mode = settings.oneOf(MODE, "durable", List.of("durable", "async"));
    String drop = prefix + "DROP_LOCAL";
    boolean dropsLocal = settings.flag(drop, false);
    if (dropsLocal && url.isEmpty()) {
      settings.wrong(drop, "false, or " + REPLICA_URL + " set", "true without a replica");
    }
    return new DatabaseSettings(
        file,
        url.<ReplicaTarget>map(text -> new ReplicaTarget.Url(text, settings.environment()))
            .orElseGet(ReplicaTarget.None::new),
        mode.equals("durable") ? Mode.DURABLE : Mode.ASYNC,
        settings.millis(prefix + "DURABLE_WAIT_MS", DURABLE_WAIT),
        settings.millis(prefix + "MAX_LAG_MS", MAX_LAG),
        settings.number(prefix + "MAX_WAITING_WRITES", MAX_WAITING_WRITES, 1, MOST_WAITING_WRITES),
        dropsLocal,
        proofInterval(settings, prefix));
  }

  private static Optional<Duration> proofInterval(Settings settings, String prefix) {
    int minutes = settings.number(prefix + "PROOF_MIN", 0, 0, MOST_PROOF_MINUTES);
    return minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes));
  }

  /** A bucket of Google Cloud Storage, in which the replica is named as the database file. */
  private static Optional<String> urlInBucket(Settings settings, Path file) {
    Optional<String> bucket = settings.text(BUCKET);
    if (bucket.isPresent() && !BUCKET_NAME.matcher(bucket.get()).matches()) {
      settings.wrong(BUCKET, "the name of a Google Cloud Storage bucket", bucket.get());
      return Optional.empty();
    }
    return bucket.map(name -> "gs://%s/%s".formatted(name, file.getFileName()));
  }
}
