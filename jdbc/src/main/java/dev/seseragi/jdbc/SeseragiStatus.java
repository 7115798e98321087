package dev.seseragi.jdbc;

import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.jdbc.pool.Pool;
import java.time.Duration;
import java.util.Optional;

/**
 * How an opened database fares at one moment.
 *
 * @param replication empty without a replica
 * @param connections how busy the pool is
 * @param unconfirmedCommits commits of this process that the store is not known to have
 * @param oldestUnconfirmed for how long the oldest of them has been waiting, to a tenth of a second
 */
public record SeseragiStatus(
    Optional<ReplicatorStatus> replication,
    Pool.Load connections,
    long unconfirmedCommits,
    Duration oldestUnconfirmed) {

  /** Whether what is committed reaches the store; for readiness. Always so without a replica. */
  public boolean isHealthy() {
    return replication.map(ReplicatorStatus::isHealthy).orElse(true);
  }
}
