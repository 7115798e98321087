package dev.seseragi.jdbc;

import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.proof.ProofSettings;
import dev.seseragi.jdbc.pool.PoolSettings;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.StoreConfigurationException;
import dev.seseragi.store.encryption.KeySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a database is opened.
 *
 * @param database the file; restored or made if it does not exist
 * @param replica where its replica is
 * @param mode when a commit returns
 * @param commitTimeout how long a commit waits for the store before it fails with {@link
 *     NotYetDurableException}; above 0
 * @param startTimeout how long {@link Seseragi#open} tries to restore and to become the writer;
 *     above 0. A restore that has begun is not cut off
 * @param backPressure when writes are refused
 * @param pool connections
 * @param replication sync interval, compaction, snapshots, retention
 * @param encryption where the key of an encrypted replica comes from; if empty, the variables of a
 *     {@link ReplicaTarget.Url} may say so
 */
public record SeseragiOptions(
    Path database,
    ReplicaTarget replica,
    Mode mode,
    Duration commitTimeout,
    Duration startTimeout,
    BackPressure backPressure,
    PoolSettings pool,
    ReplicatorSettings replication,
    Optional<KeySource> encryption) {
  private static final Duration DEFAULT_COMMIT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

  /** Checks the ranges. */
  public SeseragiOptions {
    if (!isPositive(commitTimeout) || !isPositive(startTimeout)) {
      throw new IllegalArgumentException(
          "the commit and start timeouts are above 0, found %s and %s"
              .formatted(commitTimeout, startTimeout));
    }
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  /**
   * Durable commits within 10 s, 60 s to start, everything else by its defaults.
   *
   * @param replicaUrl such as {@code s3://bucket/shop}; credentials come from the environment
   * @throws StoreConfigurationException if it is blank: a variable that is not set must not lead to
   *     a database without a replica. See {@link #local}
   */
  public static SeseragiOptions of(Path database, String replicaUrl) {
    if (replicaUrl.isBlank()) {
      throw new StoreConfigurationException(
          "cannot open %s: the replica's URL is empty. Where none is wanted, use openLocal()"
              .formatted(database));
    }
    return local(database).withReplica(new ReplicaTarget.Url(replicaUrl, System.getenv()));
  }

  /** The same in a store that the caller has opened, and closes. */
  public static SeseragiOptions of(Path database, ObjectStore store) {
    return local(database).withReplica(new ReplicaTarget.Store(store));
  }

  /** Without a replica, for development: commits return when SQLite has them. */
  public static SeseragiOptions local(Path database) {
    Path absolute = database.toAbsolutePath().normalize();
    return new SeseragiOptions(
        absolute,
        new ReplicaTarget.None(),
        Mode.DURABLE,
        DEFAULT_COMMIT_TIMEOUT,
        DEFAULT_START_TIMEOUT,
        BackPressure.DEFAULTS,
        PoolSettings.DEFAULTS,
        signalled(ReplicatorSettings.defaultsFor(absolute)),
        Optional.empty());
  }

  private static ReplicatorSettings signalled(ReplicatorSettings settings) {
    return settings.withCapture(settings.capture().signalled());
  }

  /** The same with another replica. */
  public SeseragiOptions withReplica(ReplicaTarget other) {
    return new SeseragiOptions(
        database,
        other,
        mode,
        commitTimeout,
        startTimeout,
        backPressure,
        pool,
        replication,
        encryption);
  }

  /** The same with other variables than the process's for the replica's credentials. */
  public SeseragiOptions withEnvironment(Map<String, String> environment) {
    return switch (replica) {
      case ReplicaTarget.Url url -> withReplica(new ReplicaTarget.Url(url.url(), environment));
      case ReplicaTarget.None _, ReplicaTarget.Store _ -> this;
    };
  }

  /** The same in another mode. */
  public SeseragiOptions withMode(Mode other) {
    return new SeseragiOptions(
        database,
        replica,
        other,
        commitTimeout,
        startTimeout,
        backPressure,
        pool,
        replication,
        encryption);
  }

  /** The same with another wait for the store. */
  public SeseragiOptions withCommitTimeout(Duration timeout) {
    return new SeseragiOptions(
        database,
        replica,
        mode,
        timeout,
        startTimeout,
        backPressure,
        pool,
        replication,
        encryption);
  }

  /** The same with another time to start. */
  public SeseragiOptions withStartTimeout(Duration timeout) {
    return new SeseragiOptions(
        database,
        replica,
        mode,
        commitTimeout,
        timeout,
        backPressure,
        pool,
        replication,
        encryption);
  }

  /** The same with other bounds on what the store has not confirmed. */
  public SeseragiOptions withBackPressure(BackPressure other) {
    return new SeseragiOptions(
        database, replica, mode, commitTimeout, startTimeout, other, pool, replication, encryption);
  }

  /** The same with another pool. */
  public SeseragiOptions withPool(PoolSettings other) {
    return new SeseragiOptions(
        database,
        replica,
        mode,
        commitTimeout,
        startTimeout,
        backPressure,
        other,
        replication,
        encryption);
  }

  /** The same with another replication. */
  public SeseragiOptions withReplication(ReplicatorSettings other) {
    return new SeseragiOptions(
        database,
        replica,
        mode,
        commitTimeout,
        startTimeout,
        backPressure,
        pool,
        other,
        encryption);
  }

  /**
   * The same, and while the database is used it is proven every so often that it can be restored:
   * by restoring it into scratch space beside it, and comparing ({@link
   * Seseragi#provenRestorable}). Costs a restore each time; docs/promises.md has what it proves,
   * and the place and speed can be set by {@link ReplicatorSettings#withProofs}.
   *
   * @param interval from one proof to the next, above 0; the first comes after a tenth of it
   */
  public SeseragiOptions withVerifyInterval(Duration interval) {
    return withReplication(replication.withProofs(Optional.of(ProofSettings.every(interval))));
  }

  /**
   * The same with an encrypted replica: what leaves this process is encrypted with this key, and
   * cannot be restored without it. docs/encryption.md
   */
  public SeseragiOptions withEncryption(KeySource key) {
    return new SeseragiOptions(
        database,
        replica,
        mode,
        commitTimeout,
        startTimeout,
        backPressure,
        pool,
        replication,
        Optional.of(key));
  }
}
