package dev.seseragi.engine;

import dev.seseragi.engine.proof.Proofs;
import dev.seseragi.ltx.Txid;
import java.time.Instant;
import java.util.Optional;

/**
 * How a replicator fares at one moment.
 *
 * @param state what it is doing
 * @param mode {@code wal}, {@code rollback}, or empty before it is attached
 * @param position the last position that is in the store
 * @param lastShipped when that was acknowledged; empty if nothing was shipped by this process
 * @param pendingCommits commits that are captured and not yet in the store
 * @param pendingBytes the bytes of their pages
 * @param walBytes the length of the {@code -wal} file
 * @param databaseBytes the length of the database file
 * @param problem what is wrong; empty if all is well
 * @param counts what was done since the start
 * @param proofs what proofs of the replica have come to
 */
public record ReplicatorStatus(
    State state,
    String mode,
    Txid position,
    Optional<Instant> lastShipped,
    long pendingCommits,
    long pendingBytes,
    long walBytes,
    long databaseBytes,
    Optional<String> problem,
    Counts counts,
    Proofs proofs) {

  /** What a replicator is doing. */
  public enum State {
    /** Finding out what the replica has. */
    STARTING,
    /** There is no database file yet, or any more. */
    WAITING_FOR_DATABASE,
    /** Everything works. */
    REPLICATING,
    /** Something is wrong; it is tried again, nothing is lost. */
    UNHEALTHY,
    /** Another writer took over: nothing is shipped any more. */
    FENCED,
    /** The replica may not be continued from this database: the user has to choose. */
    REFUSED,
    /** Closed. */
    CLOSED
  }

  /**
   * What was done since the start.
   *
   * @param segments level-0 segments shipped
   * @param segmentBytes their bytes
   * @param commits commits in them, as far as they were counted
   * @param frames WAL frames captured
   * @param compares whole databases compared with the ledger, or copied
   * @param turns how often the WAL was brought to where it can restart
   * @param blockedTurns how often a reader of the application prevented that
   * @param failures attempts that failed, of any kind
   */
  public record Counts(
      long segments,
      long segmentBytes,
      long commits,
      long frames,
      long compares,
      long turns,
      long blockedTurns,
      long failures) {}

  /** Whether what is committed reaches the store. */
  public boolean isHealthy() {
    return state == State.REPLICATING || state == State.WAITING_FOR_DATABASE;
  }
}
